/**
 * The IDX format of MNIST (http://yann.lecun.com/exdb/mnist/): two zero bytes, the element type, the number of
 * dimensions, each dimension as a big-endian u32, then the elements, row-major.
 */
import { DataError } from '../errors.ts';
import { type ArrayData, arrayData } from './array-data.ts';

const UNSIGNED_BYTE = 0x08;
const OTHER_TYPES: Readonly<Record<number, string>> = {
  9: 'signed byte',
  11: '16-bit integer',
  12: '32-bit integer',
  13: '32-bit float',
  14: '64-bit float',
};

/** The contents of an IDX file of unsigned bytes. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes. The result views `bytes`; `file` is for messages.
 *
 * @throws DataError, naming the file, when it is no IDX file, holds other elements, or has another length than it says.
 */
export function decodeIdx(bytes: Uint8Array, file: string): IdxArray {
  const fail = (problem: string): never => {
    throw new DataError(`${file}: ${problem}`, { path: file });
  };
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0) {
    return fail('is no IDX file: it does not start with two zero bytes, an element type and a number of dimensions.');
  }
  const type = bytes[2];
  if (type !== UNSIGNED_BYTE) {
    return fail(`has elements of type ${OTHER_TYPES[type] ?? type} in IDX; unsigned bytes (type 8) are expected.`);
  }
  const rank = bytes[3];
  const dataStart = 4 + 4 * rank;
  if (bytes.length < dataStart) return fail(`is truncated: its ${rank} IDX dimensions need ${dataStart} bytes.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, dataStart);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = shape.reduce((product, size) => product * size, 1);
  const actual = bytes.length - dataStart;
  if (actual !== expected) {
    const problem = actual < expected ? 'is truncated' : 'has bytes left over';
    return fail(`${problem}: IDX shape [${shape.join(', ')}] needs ${expected} bytes of data; there are ${actual}.`);
  }
  return { shape, data: bytes.subarray(dataStart) };
}

/**
 * Joins an IDX file of gray images `[count, height, width]` and one of labels `[count]`.
 *
 * @throws DataError when the shapes are others, empty, or of different counts.
 */
export function idxImages(images: IdxArray, labels: IdxArray, what: string): ArrayData {
  const [count, height, width] = images.shape as readonly [number, number, number];
  if (images.shape.length !== 3 || images.data.length === 0) {
    throw new DataError(
      `${what}: images have IDX shape [${images.shape.join(', ')}]; [count, height, width] is expected.`,
    );
  }
  if (labels.shape.length !== 1 || labels.shape[0] !== count) {
    throw new DataError(
      `${what}: labels have IDX shape [${labels.shape.join(', ')}]; [${count}] is expected, one for each image.`,
    );
  }
  return arrayData(images.data, [count, height, width, 1], Uint32Array.from(labels.data));
}
