import { FormatError } from '../errors.ts';

/** A NumPy array of bytes out of a pickle. */
export interface PickledBytes {
  readonly shape: readonly number[];
  /** Row by row. */
  readonly bytes: Uint8Array;
}

/** What `decodePickle` makes of Python's values: a tuple becomes a list, byte strings and text become text. */
export type Pickled =
  | null
  | boolean
  | number
  | string
  | readonly Pickled[]
  | ReadonlyMap<string, Pickled>
  | PickledBytes;

/** The callables that NumPy's arrays are pickled with; nothing else is looked up, and none of them is called. */
const GLOBALS: Readonly<Record<string, GlobalName>> = {
  'numpy.core.multiarray _reconstruct': 'reconstruct',
  'numpy._core.multiarray _reconstruct': 'reconstruct',
  'numpy ndarray': 'ndarray',
  'numpy dtype': 'dtype',
  '_codecs encode': 'encode',
};

type GlobalName = 'reconstruct' | 'ndarray' | 'dtype' | 'encode';

/** A value under construction. Byte strings stay bytes until the end, as an array's contents are one. */
export type PickleValue =
  | null
  | boolean
  | number
  | string
  | Uint8Array
  | PickleValue[]
  | Map<string, PickleValue>
  | { readonly global: GlobalName }
  | { readonly dtype: string }
  | { shape: readonly number[]; bytes: Uint8Array | undefined };

const latin1 = new TextDecoder('latin1');

/** The text of a byte string, one character for each byte. */
export const byteText = (bytes: Uint8Array): string => latin1.decode(bytes);

/** Nested deeper than any data set is. */
const MAX_DEPTH = 64;

/** What a pickle may ask for by name; anything else is refused. */
export function globalNamed(module: string, name: string): PickleValue {
  const global = GLOBALS[`${module} ${name}`];
  if (global !== undefined && Object.hasOwn(GLOBALS, `${module} ${name}`)) return { global };
  throw new FormatError(
    `The pickle asks for ${module}.${name}; only plain data and NumPy arrays of bytes are read. Do not load it elsewhere ` +
      'unless you trust where it comes from.',
    { module, name },
  );
}

/** What NumPy's callables would make, as data. */
export function reduceCall(callable: PickleValue | undefined, given: PickleValue | undefined): PickleValue {
  if (!isRecord(callable) || !('global' in callable) || !Array.isArray(given)) throw damagedPickle('a call is none');
  const [first] = given;
  switch (callable.global) {
    case 'reconstruct':
      return { shape: [], bytes: undefined };
    case 'dtype':
      return { dtype: first instanceof Uint8Array ? byteText(first) : String(first) };
    case 'encode':
      if (typeof first !== 'string') throw damagedPickle('a text is none');
      return Uint8Array.from(first, (character) => character.charCodeAt(0));
    case 'ndarray':
      throw damagedPickle('an array is made in an unknown way');
  }
}

/** The state of an array is (version, shape, dtype, whether column by column, contents); that of a dtype says no more. */
export function buildState(target: PickleValue, state: PickleValue): void {
  if (isRecord(target) && 'dtype' in target) return;
  if (!isRecord(target) || !('shape' in target) || !Array.isArray(state)) throw damagedPickle('a state fits nothing');
  const [, shape, type, byColumns, contents] = state;
  const dtype = isRecord(type) && 'dtype' in type ? type.dtype : undefined;
  if (dtype !== 'u1' || byColumns !== false) {
    throw new FormatError(
      `The pickle holds an array of ${dtype ?? 'unknown'} values; one of u1 (bytes), row by row, is expected.`,
    );
  }
  if (!Array.isArray(shape) || !shape.every((side) => typeof side === 'number'))
    throw damagedPickle('an array has no shape');
  const size = (shape as number[]).reduce((product, side) => product * side, 1);
  if (!(contents instanceof Uint8Array) || contents.length !== size)
    throw damagedPickle('an array does not have its size');
  target.shape = shape as number[];
  target.bytes = contents;
}

type RecordValue = Exclude<
  PickleValue,
  null | boolean | number | string | Uint8Array | PickleValue[] | Map<string, PickleValue>
>;

const isRecord = (value: PickleValue | undefined): value is RecordValue =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof Map) &&
  !(value instanceof Uint8Array);

/** A value that is used in several places is finished once, so that few bytes cannot become many values. */
export function finishedValue(value: PickleValue, depth: number, done: Map<PickleValue, Pickled | undefined>): Pickled {
  if (value instanceof Uint8Array) return byteText(value);
  if (typeof value !== 'object' || value === null) return value;
  const known = done.get(value);
  if (known !== undefined) return known;
  if (done.has(value) || depth > MAX_DEPTH) throw damagedPickle('it is nested too deep, or holds itself');
  done.set(value, undefined);
  const result = finishedObject(value, depth + 1, done);
  done.set(value, result);
  return result;
}

function finishedObject(
  value: PickleValue & object,
  depth: number,
  done: Map<PickleValue, Pickled | undefined>,
): Pickled {
  if (Array.isArray(value)) return value.map((item) => finishedValue(item, depth, done));
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, finishedValue(item, depth, done)]));
  if ('shape' in value && value.bytes !== undefined) return { shape: value.shape, bytes: value.bytes };
  throw damagedPickle('it holds an unfinished array');
}

/** The error for a pickle that makes no sense. */
export const damagedPickle = (problem: string) =>
  new FormatError(`This is no pickle of plain data, or it is damaged: ${problem}.`);
