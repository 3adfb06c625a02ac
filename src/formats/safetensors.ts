/**
 * The safetensors format (https://huggingface.co/docs/safetensors): the header's length as a little-endian u64, a JSON
 * header, then the tensors' bytes, little-endian and row-major, without holes. Of its element types, F32 and U32 are
 * written and read.
 */
import { FormatError, ShapeError, ValueError } from '../errors.ts';
import type { NamedArray } from './named-array.ts';
import { repeatedKey } from './repeated-key.ts';

const METADATA = '__metadata__';
const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 100_000_000;
const ELEMENT_BYTES = 4;

/** Data starts at a multiple of this, so that a reader can use the file's bytes in place. */
const DATA_ALIGNMENT = 8;

/** What a safetensors file holds. */
export interface SafetensorsContent {
  readonly tensors: ReadonlyMap<string, NamedArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Writes arrays and a string-to-string table as the bytes of a safetensors file.
 *
 * @throws ValueError for a name that occurs twice or is `__metadata__`.
 * @throws ShapeError for an array whose shape does not match its length.
 */
export function encodeSafetensors(
  arrays: Iterable<NamedArray>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const entries = new Map<string, unknown>();
  if (Object.keys(metadata).length > 0) entries.set(METADATA, metadata);
  const written = [...arrays];
  let offset = 0;
  for (const { name, shape, data } of written) {
    if (name === METADATA)
      throw new ValueError(`A tensor cannot be named "${METADATA}"; safetensors reserves that name.`);
    if (entries.has(name)) throw new ValueError(`Two tensors are named "${name}"; names must differ.`, { name });
    if (elementsOf(shape) !== data.length) {
      throw new ShapeError(
        `Tensor "${name}"`,
        { shape },
        `has shape [${shape.join(', ')}] but ${data.length} elements.`,
      );
    }
    const end = offset + data.byteLength;
    entries.set(name, { dtype: data instanceof Uint32Array ? 'U32' : 'F32', shape, data_offsets: [offset, end] });
    offset = end;
  }

  // `Object.fromEntries` defines properties rather than assigning them, so a tensor may be called "__proto__".
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const dataStart = Math.ceil((LENGTH_BYTES + header.length) / DATA_ALIGNMENT) * DATA_ALIGNMENT;
  const file = new Uint8Array(dataStart + offset);
  new DataView(file.buffer).setBigUint64(0, BigInt(dataStart - LENGTH_BYTES), true);
  file.set(header, LENGTH_BYTES);
  file.fill(0x20, LENGTH_BYTES + header.length, dataStart);
  let position = dataStart;
  for (const { data } of written) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  return file;
}

/**
 * Reads the bytes of a safetensors file. Arrays share memory with `bytes` where their alignment allows it.
 *
 * @throws FormatError, naming tensor and values, for a file that is truncated, contradicts itself, or holds element
 * types other than F32 and U32.
 */
export function decodeSafetensors(bytes: Uint8Array): SafetensorsContent {
  const dataStart = endOfHeader(bytes);
  const header = parseHeader(bytes.subarray(LENGTH_BYTES, dataStart));
  const metadata = parseMetadata(header[METADATA]);
  const tensors = new Map<string, NamedArray>();
  const ranges: ByteRange[] = [];
  for (const [name, entry] of Object.entries(header)) {
    if (name === METADATA) continue;
    const { dtype, shape, begin, end } = parseEntry(name, entry, bytes.length - dataStart);
    ranges.push({ name, begin, end });
    const data = elementsAt(bytes, dataStart + begin, dataStart + end, dtype);
    tensors.set(name, { name, shape, data });
  }
  checkCoverage(ranges, bytes.length - dataStart);
  return { tensors, metadata };
}

type StoredType = 'F32' | 'U32';

interface ByteRange {
  readonly name: string;
  readonly begin: number;
  readonly end: number;
}

const elementsOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** A value from the file for a message, cut short because the file may be lying. */
function show(value: unknown): string {
  const text = json(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** `JSON.parse` has a stack of its own and follows any depth; `JSON.stringify` takes that of the language. */
function json(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return 'nested too deep to show';
  }
}

function endOfHeader(bytes: Uint8Array): number {
  if (bytes.length < LENGTH_BYTES) {
    throw new FormatError(`A safetensors file has at least ${LENGTH_BYTES} bytes; this one has ${bytes.length}.`);
  }
  const length = new DataView(bytes.buffer, bytes.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > MAX_HEADER_BYTES) {
    throw new FormatError(
      `The safetensors header claims ${length} bytes; at most ${MAX_HEADER_BYTES} are allowed. This is no safetensors file.`,
    );
  }
  const end = LENGTH_BYTES + Number(length);
  if (end > bytes.length) {
    throw new FormatError(
      `The safetensors header claims ${length} bytes but the file has ${bytes.length} in all. It is truncated.`,
    );
  }
  return end;
}

function parseHeader(bytes: Uint8Array): Record<string, unknown> {
  let text: string;
  let header: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    header = JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new FormatError(`The safetensors header is not valid JSON: ${reason.slice(0, 200)}`, {}, { cause });
  }
  if (!isObject(header)) throw new FormatError(`The safetensors header is ${show(header)}; a JSON object is expected.`);
  const repeated = repeatedKey(text);
  if (repeated !== undefined) throw new FormatError(`The safetensors header has the key ${show(repeated)} twice.`);
  return header;
}

function parseMetadata(metadata: unknown): Record<string, string> {
  // Without a prototype, a key that is absent is undefined even when it is called "constructor".
  const table: Record<string, string> = Object.create(null);
  if (metadata === undefined) return table;
  if (!isObject(metadata)) throw new FormatError(`${METADATA} is ${show(metadata)}; a table of strings is expected.`);
  for (const [key, value] of Object.entries(metadata)) {
    if (typeof value !== 'string') {
      throw new FormatError(`${METADATA} has ${show(value)} under ${show(key)}; a string is expected.`);
    }
    table[key] = value;
  }
  return table;
}

function parseEntry(name: string, entry: unknown, dataBytes: number) {
  const fail = (problem: string): never => {
    throw new FormatError(`Tensor ${show(name)} in the safetensors file ${problem}`, { tensor: name });
  };
  if (!isObject(entry)) return fail(`is described by ${show(entry)}; an object is expected.`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32' && dtype !== 'U32') return fail(`has element type ${show(dtype)}; only F32 and U32 can be read.`);
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    return fail(`has shape ${show(shape)}; a list of non-negative integers is expected.`);
  }
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isSize)) {
    return fail(`has data_offsets ${show(offsets)}; two non-negative integers are expected.`);
  }
  const [begin, end] = offsets as [number, number];
  if (begin > end || end > dataBytes) {
    return fail(`lies at bytes ${begin} to ${end}, but the file holds ${dataBytes} bytes of data. Is it truncated?`);
  }
  if (elementsOf(shape) * ELEMENT_BYTES !== end - begin) {
    return fail(`has shape ${show(shape)} and type ${dtype}, which does not make ${end - begin} bytes.`);
  }
  return { dtype: dtype as StoredType, shape: shape as readonly number[], begin, end };
}

function elementsAt(bytes: Uint8Array, begin: number, end: number, dtype: StoredType): Float32Array | Uint32Array {
  const inPlace = (bytes.byteOffset + begin) % ELEMENT_BYTES === 0;
  const source = inPlace ? bytes.subarray(begin, end) : new Uint8Array(bytes.subarray(begin, end));
  const { buffer, byteOffset } = source;
  const length = source.byteLength / ELEMENT_BYTES;
  return dtype === 'U32' ? new Uint32Array(buffer, byteOffset, length) : new Float32Array(buffer, byteOffset, length);
}

/** Bytes that no tensor claims, or two claim, could hide contents; the format forbids both. */
function checkCoverage(ranges: ByteRange[], dataBytes: number): void {
  let covered = 0;
  for (const { name, begin, end } of ranges.sort((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== covered) {
      const problem = begin < covered ? 'overlaps the tensor before it' : 'leaves a hole before it';
      throw new FormatError(
        `Tensor ${show(name)} in the safetensors file ${problem}: it starts at byte ${begin}; ${covered} is expected.`,
        { tensor: name, begin, expected: covered },
      );
    }
    covered = end;
  }
  if (covered !== dataBytes) {
    throw new FormatError(
      `The safetensors file holds ${dataBytes} bytes of data but its tensors take ${covered}. It is damaged.`,
    );
  }
}
