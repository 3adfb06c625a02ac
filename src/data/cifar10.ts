/**
 * The binary version of CIFAR-10 (https://www.cs.toronto.edu/~kriz/cifar.html): records of 3,073 bytes, a label from 0
 * to 9 and then 32×32 pixels, all red values, all green, all blue.
 */
import { DataError } from '../errors.ts';
import { type ArrayData, arrayData } from './array-data.ts';

const SIDE = 32;
const CHANNELS = 3;
const PIXELS = SIDE * SIDE;
const RECORD_BYTES = 1 + PIXELS * CHANNELS;

/** The classes of CIFAR-10 in the order of their numbers. */
export const cifar10ClassNames: readonly string[] = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

/**
 * Joins CIFAR-10 batch files into images `[n, 32, 32, 3]`. The names in `files` are for messages.
 *
 * @throws DataError, naming the file, when one is empty, truncated, or has a label above 9.
 */
export function decodeCifar10(batches: readonly Uint8Array[], files: readonly string[]): ArrayData {
  batches.forEach((batch, i) => {
    checkBatch(batch, files[i]);
  });
  const count = batches.reduce((sum, batch) => sum + batch.length / RECORD_BYTES, 0);
  const x = new Uint8Array(count * PIXELS * CHANNELS);
  const y = new Uint32Array(count);
  let image = 0;
  for (const batch of batches) {
    for (let start = 0; start < batch.length; start += RECORD_BYTES) {
      y[image] = batch[start];
      interleave(batch.subarray(start + 1, start + RECORD_BYTES), x.subarray(image * PIXELS * CHANNELS));
      image++;
    }
  }
  return arrayData(x, [count, SIDE, SIDE, CHANNELS], y);
}

function checkBatch(batch: Uint8Array, file: string): void {
  if (batch.length === 0 || batch.length % RECORD_BYTES !== 0) {
    throw new DataError(
      `${file}: has ${batch.length} bytes; a CIFAR-10 batch is one or more records of ${RECORD_BYTES} bytes. Is it truncated?`,
      { path: file, bytes: batch.length },
    );
  }
  for (let start = 0; start < batch.length; start += RECORD_BYTES) {
    const label = batch[start];
    if (label >= cifar10ClassNames.length) {
      throw new DataError(`${file}: record ${start / RECORD_BYTES} has label ${label}; 0 to 9 are expected.`, {
        path: file,
        label,
      });
    }
  }
}

/** Planes (C,H,W) to pixels (H,W,C). */
function interleave(planes: Uint8Array, pixels: Uint8Array): void {
  for (let p = 0; p < PIXELS; p++) {
    for (let c = 0; c < CHANNELS; c++) pixels[p * CHANNELS + c] = planes[c * PIXELS + p];
  }
}
