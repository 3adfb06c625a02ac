import { defineOp } from '../engine/op.ts';
import { showShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { ShapeError } from '../errors.ts';
import * as reference from '../kernels/reference/add-bias.ts';
import addBiasWgsl from '../kernels/wgsl/add-bias.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { addCalls } from './cpu-binary.ts';
import { columnSumCalls } from './cpu-reduction.ts';
import { defineLanesKernel } from './lanes.ts';
import { columnSums } from './partial-sums.ts';
import { rowsPerThread } from './rows-per-thread.ts';

const addBiasKernel = defineLanesKernel({
  name: 'add-bias',
  code: [flatIndex, addBiasWgsl],
  bindings: { x: 'read', bias: 'read', y: 'write' },
  params: { rows: 'u32', channels: 'u32', chunkRows: 'u32', size: 'u32' },
});

export const biasGradOp = defineOp({
  name: 'biasGrad',
  outputs: ({ dy }: { dy: TensorSpec }) => ({ dbias: spec([dy.shape[dy.shape.length - 1]]) }),
  reference: ({ dy }, { dbias }) => reference.biasGrad(dy, dbias),
  gpu: ({ dy }, { dbias }, _attrs, scratch) => columnSums(dy, dbias, scratch),
  cpu: ({ dy }, { dbias }, _attrs, scratch) => columnSumCalls(dy, dbias, scratch),
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

  gpu: ({ x, bias }, { y }) => {
    const { kernel, lanes } = addBiasKernel(bias.size);
    const rows = y.size / bias.size;
    const channels = bias.size / lanes;
    const chunkRows = rowsPerThread(rows, channels);
    const size = channels * Math.ceil(rows / chunkRows);
    return [kernel.dispatch({ x, bias, y }, { rows, channels, chunkRows, size }, { threads: size })];
  },

  cpu: ({ x, bias }, { y }) => addCalls(x, bias, y),

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
