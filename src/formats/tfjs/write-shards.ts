import type { NamedArray } from '../named-array.ts';

/** What the TensorFlow.js converter cuts files at. */
const SHARD_BYTES = 4 * 1024 * 1024;

/** An array to be stored, of 32-bit floats or, for the steps of an optimizer, of 32-bit integers. */
export interface ShardedArray extends Pick<NamedArray, 'name' | 'shape'> {
  readonly data: Float32Array | Int32Array;
  readonly ofOptimizer?: boolean;
}

/** A group of a `weightsManifest` and its files by name, which begin with the group's. */
export function writeShards(arrays: readonly ShardedArray[], name = 'group1', shardBytes = SHARD_BYTES) {
  const total = arrays.reduce((sum, { data }) => sum + data.byteLength, 0);
  const count = Math.max(1, Math.ceil(total / shardBytes));
  const all = new Uint8Array(total);
  let position = 0;
  for (const { data } of arrays) {
    all.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), position);
    position += data.byteLength;
  }
  const files = new Map<string, Uint8Array>();
  for (let i = 0; i < count; i++) {
    files.set(`${name}-shard${i + 1}of${count}.bin`, all.subarray(i * shardBytes, (i + 1) * shardBytes));
  }
  const weights = arrays.map(({ name: weight, shape, data, ofOptimizer }) => ({
    name: weight,
    shape,
    dtype: data instanceof Float32Array ? 'float32' : 'int32',
    ...(ofOptimizer === true ? { group: 'optimizer' } : {}),
  }));
  return { group: { paths: [...files.keys()], weights }, files };
}
