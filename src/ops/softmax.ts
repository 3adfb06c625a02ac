import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import * as reference from '../kernels/reference/softmax.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import softmaxWgsl from '../kernels/wgsl/softmax.wgsl?raw';
import softmaxGradWgsl from '../kernels/wgsl/softmax-grad.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { rowParams, rowsOf } from './row-params.ts';

const forward = defineKernel({
  name: 'softmax',
  code: [flatIndex, softmaxWgsl],
  bindings: { x: 'read', y: 'write' },
  params: rowParams,
});

const backward = defineKernel({
  name: 'softmax-grad',
  code: [flatIndex, softmaxGradWgsl],
  bindings: { dy: 'read', y: 'read', dx: 'write' },
  params: rowParams,
});

const cpuForward = defineCpuKernel({
  name: 'softmax',
  bindings: { x: 'read', y: 'write' },
  params: cpuRowParams,
});

const cpuBackward = defineCpuKernel({
  name: 'softmaxGrad',
  bindings: { dy: 'read', y: 'read', dx: 'write' },
  params: cpuRowParams,
});

const softmaxGradOp = defineOp({
  name: 'softmaxGrad',
  outputs: ({ y }: { dy: TensorSpec; y: TensorSpec }) => ({ dx: spec(y.shape) }),
  reference: ({ dy, y }, { dx }) => reference.softmaxGrad(dy, y, dx),
  gpu: ({ dy, y }, { dx }) => {
    const params = rowsOf(y);
    return [backward.dispatch({ dy, y, dx }, params, { threads: params.rows })];
  },
  cpu: ({ dy, y }, { dx }) => {
    const { params, tasks } = rowTasks(y);
    return [cpuBackward.call({ dy, y, dx }, params, tasks)];
  },
});

export const softmaxOp = defineOp({
  name: 'softmax',
  outputs: ({ x }: { x: TensorSpec }) => {
    checkDType(x, 'f32', 'softmax: x');
    return { y: spec(x.shape) };
  },
  reference: ({ x }, { y }) => reference.softmax(x, y),
  gpu: ({ x }, { y }) => {
    const params = rowsOf(x);
    return [forward.dispatch({ x, y }, params, { threads: params.rows })];
  },
  cpu: ({ x }, { y }) => {
    const { params, tasks } = rowTasks(x);
    return [cpuForward.call({ x, y }, params, tasks)];
  },
  gradients: {
    x: ({ grads, outputs }) => softmaxGradOp({ dy: grads.y, y: outputs.y }).dx,
  },
});

/** e^x / Σ e^x over the last axis: probabilities that sum to 1, without overflow for any x. Any shape. */
export const softmax = (x: Tensor): Tensor => softmaxOp({ x }).y;
