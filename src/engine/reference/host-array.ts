import type { HostArray } from '../shape.ts';
import type { Tensor } from '../tensor.ts';

/** A tensor's elements, which may be a part of a larger array. @internal */
export function hostArray({ storage, size }: Tensor): HostArray {
  const array = storage.memory as HostArray;
  const start = storage.byteOffset / 4;
  return array.length === size ? array : array.subarray(start, start + size);
}
