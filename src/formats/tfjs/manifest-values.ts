import { FormatError } from '../../errors.ts';
import { halfFloat } from '../half-float.ts';
import type { NamedArray } from '../named-array.ts';
import { bytesOf, type ManifestGroup, type ManifestWeight } from './weights-manifest.ts';

/** A weight with its values as 32-bit floats, whatever they were stored as. */
export interface ManifestArray extends NamedArray {
  readonly data: Float32Array;
  /** Whether it is a part of the optimizer's state. */
  readonly ofOptimizer: boolean;
}

/**
 * The weights of a group out of its files, which together must be as long as the weights.
 *
 * @throws FormatError when a file is missing, and when the files are too long or too short.
 */
export function groupValues(
  { paths, weights, bytes }: ManifestGroup,
  files: ReadonlyMap<string, Uint8Array>,
): readonly ManifestArray[] {
  const shards = paths.map((path) => {
    const shard = files.get(path);
    if (shard === undefined) throw new FormatError(`The file "${path}" is missing.`, { path });
    return shard;
  });
  const found = shards.reduce((sum, { length }) => sum + length, 0);
  if (found !== bytes) {
    throw new FormatError(
      `The files ${paths.map((path) => `"${path}"`).join(', ')} have ${found} bytes; the weights in model.json take ${bytes}.`,
      { found, expected: bytes },
    );
  }
  const reader = new ShardReader(shards);
  return weights.map((weight) => {
    const data = valuesOf(weight, reader.take(bytesOf(weight)));
    return { name: weight.name, shape: weight.shape, data, ofOptimizer: weight.group === 'optimizer' };
  });
}

/** Reads on where it stopped; what it takes may begin in one file and end in another. */
class ShardReader {
  readonly #shards: readonly Uint8Array[];
  #shard = 0;
  #offset = 0;

  constructor(shards: readonly Uint8Array[]) {
    this.#shards = shards;
  }

  /** A copy of the next bytes, so that numbers in it are aligned. */
  take(length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    let filled = 0;
    while (filled < length) {
      const part = this.#shards[this.#shard].subarray(this.#offset, this.#offset + length - filled);
      bytes.set(part, filled);
      filled += part.length;
      this.#offset += part.length;
      if (filled < length) {
        this.#shard++;
        this.#offset = 0;
      }
    }
    return bytes;
  }
}

function valuesOf({ dtype, quantization }: ManifestWeight, bytes: Uint8Array): Float32Array {
  const { buffer } = bytes;
  if (quantization !== undefined) {
    const { dtype: stored, scale, min } = quantization;
    if (stored === 'float16') return Float32Array.from(new Uint16Array(buffer), halfFloat);
    const whole = stored === 'uint8' ? bytes : new Uint16Array(buffer);
    // Quantized integers come back as integers.
    return Float32Array.from(whole, (q) => (dtype === 'float32' ? q * scale + min : Math.round(q * scale + min)));
  }
  if (dtype === 'float32') return new Float32Array(buffer);
  return Float32Array.from(dtype === 'int32' ? new Int32Array(buffer) : bytes);
}
