import type { SampleArrays } from './arrays.ts';

/** Labeled images in memory: pixel values as they were stored, channels last, and one class number per image. */
export interface ArrayData extends SampleArrays {
  readonly x: Uint8Array;
  /** Count, height, width, channels. */
  readonly xShape: readonly [number, number, number, number];
  /** Class numbers, counted from 0. */
  readonly y: Uint32Array;
  readonly yShape: readonly [number];
}

/** Joins pixels `[n, height, width, channels]` and class numbers `[n]`. */
export const arrayData = (x: Uint8Array, xShape: ArrayData['xShape'], y: Uint32Array): ArrayData => ({
  x,
  xShape,
  y,
  yShape: [y.length],
});

/** The images `indices` of `data`, copied in that order. */
export function pickImages(data: ArrayData, indices: readonly number[]): ArrayData {
  const [, height, width, channels] = data.xShape;
  const size = height * width * channels;
  const x = new Uint8Array(indices.length * size);
  indices.forEach((index, i) => {
    x.set(data.x.subarray(index * size, (index + 1) * size), i * size);
  });
  const y = Uint32Array.from(indices, (index) => data.y[index]);
  return arrayData(x, [indices.length, height, width, channels], y);
}
