import { defineOp } from '../engine/op.ts';
import { showShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { ShapeError } from '../errors.ts';
import * as reference from '../kernels/reference/add-bias.ts';
import addBiasWgsl from '../kernels/wgsl/add-bias.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { columnSumKernel, partialSums } from './partial-sums.ts';

const kernel = defineKernel({
  name: 'add-bias',
  code: [flatIndex, addBiasWgsl],
  bindings: { x: 'read', bias: 'read', y: 'write' },
  params: { channels: 'u32', size: 'u32' },
});

export const biasGradOp = defineOp({
  name: 'biasGrad',
  outputs: ({ dy }: { dy: TensorSpec }) => ({ dbias: spec([dy.shape[dy.shape.length - 1]]) }),
  reference: ({ dy }, { dbias }) => reference.biasGrad(dy, dbias),
  gpu: ({ dy }, { dbias }, _attrs, scratch) => {
    const columns = dbias.size;
    const rows = dy.size / columns;
    return partialSums(rows, dbias, scratch, (y, chunkRows) =>
      columnSumKernel.dispatch({ x: dy, y }, { rows, columns, chunkRows, size: y.size }, { threads: y.size }),
    );
  },
});

export const addBiasOp = defineOp({
  name: 'addBias',

  outputs: ({ x, bias }: { x: TensorSpec; bias: TensorSpec }) => {
    checkDType(x, 'f32', 'addBias: x');
    checkDType(bias, 'f32', 'addBias: bias');
    const channels = x.shape[x.shape.length - 1];
    if (bias.shape.length !== 1 || bias.shape[0] !== channels) {
      throw new ShapeError(
        'addBias',
        { x: x.shape, bias: bias.shape },
        `bias ${showShape(bias.shape)} does not fit x ${showShape(x.shape)}; it must have one number for each of x's channels (its last size).`,
      );
    }
    return { y: spec(x.shape) };
  },

  reference: ({ x, bias }, { y }) => reference.addBias(x, bias, y),

  gpu: ({ x, bias }, { y }) => [
    kernel.dispatch({ x, bias, y }, { channels: bias.size, size: y.size }, { threads: y.size }),
  ],

  gradients: {
    x: ({ grads }) => grads.y,
    bias: ({ grads }) => biasGradOp({ dy: grads.y }).dbias,
  },
});

/**
 * Adds `bias` (C) to the last axis of `x` (…,C), of any rank from 1. Throws `ShapeError` when the sizes differ, and
 * `DTypeError`.
 */
export const addBias = (x: Tensor, bias: Tensor): Tensor => addBiasOp({ x, bias }).y;
