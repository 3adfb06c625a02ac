import { type HostArray, type Shape, sizeOf } from '../engine/shape.ts';
import type { HostInput } from './case.ts';

/** Makes an input from uniform random numbers in [0, 1). */
export type Recipe = (random: () => number) => HostInput;

const f32 = (shape: Shape, data: Float32Array): HostInput => ({ shape, dtype: 'f32', data });

/** Fills an array element by element; ten times faster than `from` with a function, and large rows need it. */
function filled<A extends Float32Array | Uint32Array>(array: A, value: (i: number) => number): A {
  for (let i = 0; i < array.length; i++) array[i] = value(i);
  return array;
}

/** Uniform random numbers in [low, high). */
export const uniform =
  (shape: Shape, low = -1, high = 1): Recipe =>
  (random) =>
    f32(
      shape,
      Float32Array.from({ length: sizeOf(shape) }, () => low + (high - low) * random()),
    );

/** Distinct numbers in random order, evenly spaced over [-1, 1]: no ties, and no two close to each other. */
export const distinct =
  (shape: Shape): Recipe =>
  (random) => {
    const size = sizeOf(shape);
    const data = filled(new Float32Array(size), (i) => (2 * i + 1) / size - 1);
    for (let i = size - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [data[i], data[j]] = [data[j], data[i]];
    }
    return f32(shape, data);
  };

/** Random integers in [0, count): labels and indices. */
export const integers =
  (shape: Shape, count: number): Recipe =>
  (random) => ({
    shape,
    dtype: 'u32',
    data: filled(new Uint32Array(sizeOf(shape)), () => Math.floor(random() * count)),
  });

/** Rows with a single 1 at a random place: one-hot labels. */
export const oneHot =
  ([rows, classes]: readonly [number, number]): Recipe =>
  (random) => {
    const data = new Float32Array(rows * classes);
    for (let row = 0; row < rows; row++) data[row * classes + Math.floor(random() * classes)] = 1;
    return f32([rows, classes], data);
  };

/** Given numbers, for answers worked by hand. */
export const values =
  (shape: Shape, numbers: readonly number[]): Recipe =>
  () =>
    f32(shape, Float32Array.from(numbers));

/** Given integers, for answers worked by hand. */
export const indices =
  (shape: Shape, numbers: readonly number[]): Recipe =>
  () => ({ shape, dtype: 'u32', data: Uint32Array.from(numbers) as HostArray });
