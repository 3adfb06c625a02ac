import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { type Shape, showShape, sizeOf, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { ShapeError } from '../errors.ts';
import { unpackBytes as reference } from '../kernels/reference/unpack-bytes.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import unpackBytesWgsl from '../kernels/wgsl/unpack-bytes.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';

export interface UnpackBytesAttrs {
  /** Shape of the result: one element for each byte. */
  readonly shape: Shape;
}

const BYTES_PER_WORD = 4;

const kernel = defineKernel({
  name: 'unpack-bytes',
  code: [flatIndex, unpackBytesWgsl],
  bindings: { words: 'read', y: 'write' },
  params: { size: 'u32', words: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'unpackBytes',
  bindings: { words: 'read', y: 'write' },
  params: { size: 'u32', perTask: 'u32' },
});

export const unpackBytesOp = defineOp({
  name: 'unpackBytes',

  outputs: ({ words }: { words: TensorSpec }, { shape }: UnpackBytesAttrs) => {
    checkDType(words, 'u32', 'unpackBytes: words');
    const [length] = packedSpec(shape).shape;
    if (words.shape.length !== 1 || words.shape[0] !== length) {
      throw new ShapeError(
        'unpackBytes',
        { words: words.shape, shape },
        `got words of shape ${showShape(words.shape)}; ${showShape(shape)} takes ${showShape([length])}.`,
      );
    }
    return { y: spec(shape) };
  },

  reference: ({ words }, { y }) => reference(words, y),

  gpu: ({ words }, { y }) => [
    kernel.dispatch({ words, y }, { size: y.size, words: words.size }, { threads: words.size }),
  ],

  cpu: ({ words }, { y }) => [
    cpuKernel.call({ words, y }, { size: y.size, perTask: ELEMENTS_PER_TASK }, tasksFor(y.size)),
  ],
});

/** What holds the bytes for a result of this shape: `u32`, four bytes a word, the last word filled up. */
export const packedSpec = (shape: Shape): TensorSpec => spec([Math.ceil(sizeOf(shape) / BYTES_PER_WORD)], 'u32');

/** Bytes as {@link unpackBytes} takes them, the first in the lowest bits: the same memory if it holds whole words, else a copy. */
export function packBytes(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, length } = bytes;
  const words = Math.ceil(length / BYTES_PER_WORD);
  if (length % BYTES_PER_WORD === 0 && byteOffset % BYTES_PER_WORD === 0) {
    return new Uint32Array(buffer, byteOffset, words);
  }
  const packed = new Uint32Array(words);
  new Uint8Array(packed.buffer).set(bytes);
  return packed;
}

/**
 * Widens bytes to floats 0 to 255: element `i` of the result is byte `i` of `words`, a `u32` tensor
 * `[ceil(elements / 4)]` with the lowest bits first. Images so travel to a device in a quarter of the bytes. It has no
 * gradient. Throws `ShapeError` for another number of words.
 */
export const unpackBytes = (words: Tensor, shape: Shape): Tensor => unpackBytesOp({ words }, { shape }).y;
