import { FormatError } from '../../errors.ts';
import { isObject } from '../keras/json-value.ts';

/** A weight as `model.json` lists it. */
export interface ManifestWeight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** What is stored instead of `dtype`; value = stored · scale + min for whole numbers. */
  readonly quantization?: {
    readonly dtype: 'uint8' | 'uint16' | 'float16';
    readonly scale: number;
    readonly min: number;
  };
  /** `optimizer` for the optimizer's state. */
  readonly group?: string;
}

/** Weights that lie one after the other in files. */
export interface ManifestGroup {
  readonly paths: readonly string[];
  readonly weights: readonly ManifestWeight[];
  /** What the weights take in all files together. */
  readonly bytes: number;
}

const DTYPES = ['float32', 'int32', 'bool'];
const QUANTIZED = ['uint8', 'uint16', 'float16'];
const BYTES: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };
/** 4 GiB: more than a device takes. */
const MAX_BYTES = 2 ** 32;

/** Bytes of a weight in the files. */
export const bytesOf = ({ shape, dtype, quantization }: ManifestWeight): number =>
  shape.reduce((product, size) => product * size, BYTES[quantization?.dtype ?? dtype]);

/**
 * Checks a `weightsManifest`.
 *
 * @throws FormatError for paths that lead out of the folder, unknown element types, and sizes that cannot be.
 */
export function parseManifest(manifest: unknown): readonly ManifestGroup[] {
  if (!Array.isArray(manifest)) throw new FormatError('model.json has no "weightsManifest"; a list is expected.');
  const groups = manifest.map(parseGroup);
  const bytes = groups.reduce((sum, group) => sum + group.bytes, 0);
  if (bytes > MAX_BYTES) {
    throw new FormatError(`model.json lists weights of ${bytes} bytes; at most ${MAX_BYTES} are allowed.`, { bytes });
  }
  const paths = groups.flatMap((group) => group.paths);
  const seen = new Set<string>();
  for (const path of paths) {
    if (seen.has(path)) throw new FormatError(`model.json names the file ${show(path)} twice.`);
    seen.add(path);
  }
  return groups;
}

function parseGroup(group: unknown): ManifestGroup {
  const { paths, weights } = isObject(group) ? group : {};
  if (!Array.isArray(paths) || !Array.isArray(weights)) {
    throw new FormatError('A group of the weightsManifest has no lists "paths" and "weights".');
  }
  const parsed = weights.map(parseWeight);
  return { paths: paths.map(checkPath), weights: parsed, bytes: parsed.reduce((sum, each) => sum + bytesOf(each), 0) };
}

/** A file beside model.json or below it. Without this, a false model could have any file read. */
function checkPath(path: unknown): string {
  const isInside =
    typeof path === 'string' &&
    path !== '' &&
    !/[\\:\0]/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (isInside) return path;
  throw new FormatError(`model.json names the file ${show(path)}; a path inside its folder is expected.`);
}

function parseWeight(weight: unknown): ManifestWeight {
  const { name, shape, dtype, quantization, group } = isObject(weight) ? weight : {};
  if (typeof name !== 'string') throw new FormatError('A weight in model.json has no name.');
  const fail = (problem: string): never => {
    throw new FormatError(`The weight ${show(name)} in model.json ${problem}`, { name });
  };
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) {
    return fail(`has the shape ${show(shape)}; a list of sizes is expected.`);
  }
  if (typeof dtype !== 'string' || !DTYPES.includes(dtype)) {
    return fail(`has the element type ${show(dtype)}; ${DTYPES.join(', ')} can be read.`);
  }
  const result = { name, shape, dtype: dtype as ManifestWeight['dtype'] };
  const optional = {
    ...(quantization === undefined ? {} : { quantization: parseQuantization(quantization, fail) }),
    ...(typeof group === 'string' ? { group } : {}),
  };
  return { ...result, ...optional };
}

function parseQuantization(value: unknown, fail: (problem: string) => never) {
  const { dtype, scale = 1, min = 0 } = isObject(value) ? value : {};
  if (typeof dtype !== 'string' || !QUANTIZED.includes(dtype)) {
    return fail(`is quantized as ${show(dtype)}; ${QUANTIZED.join(', ')} can be read.`);
  }
  if (typeof scale !== 'number' || typeof min !== 'number') return fail('is quantized without a scale and a minimum.');
  return { dtype: dtype as 'uint8' | 'uint16' | 'float16', scale, min };
}

const show = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};
