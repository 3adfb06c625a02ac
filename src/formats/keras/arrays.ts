import { FormatError } from '../../errors.ts';
import type { Hdf5Array } from '../hdf5/tree.ts';
import type { NamedArray } from '../named-array.ts';

/** Numbers of a file as our weights hold them: 32-bit floats. */
export function floatArray(name: string, { shape, data }: Hdf5Array): NamedArray & { readonly data: Float32Array } {
  if (data instanceof Float32Array) return { name, shape, data };
  if (!ArrayBuffer.isView(data))
    throw new FormatError(`The weight "${name}" holds texts; numbers are expected.`, { name });
  return { name, shape, data: Float32Array.from(data as ArrayLike<number | bigint>, Number) };
}

/** A dataset of 32-bit floats. */
export const datasetOf = ({ name, shape, data }: NamedArray): Hdf5Array => {
  if (data instanceof Float32Array) return { shape, data };
  throw new FormatError(`The weight "${name}" holds integers; Keras files take 32-bit floats.`, { name });
};
