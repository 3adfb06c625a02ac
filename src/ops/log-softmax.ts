import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import * as reference from '../kernels/reference/log-softmax.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import logSoftmaxWgsl from '../kernels/wgsl/log-softmax.wgsl?raw';
import logSoftmaxGradWgsl from '../kernels/wgsl/log-softmax-grad.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { cpuRowParams, rowTasks } from './cpu-rows.ts';
import { rowParams, rowsOf } from './row-params.ts';

const forward = defineKernel({
  name: 'log-softmax',
  code: [flatIndex, logSoftmaxWgsl],
  bindings: { x: 'read', y: 'write' },
  params: rowParams,
});

const backward = defineKernel({
  name: 'log-softmax-grad',
  code: [flatIndex, logSoftmaxGradWgsl],
  bindings: { dy: 'read', y: 'read', dx: 'write' },
  params: rowParams,
});

const cpuForward = defineCpuKernel({
  name: 'logSoftmax',
  bindings: { x: 'read', y: 'write' },
  params: cpuRowParams,
});

const cpuBackward = defineCpuKernel({
  name: 'logSoftmaxGrad',
  bindings: { dy: 'read', y: 'read', dx: 'write' },
  params: cpuRowParams,
});

const logSoftmaxGradOp = defineOp({
  name: 'logSoftmaxGrad',
  outputs: ({ y }: { dy: TensorSpec; y: TensorSpec }) => ({ dx: spec(y.shape) }),
  reference: ({ dy, y }, { dx }) => reference.logSoftmaxGrad(dy, y, dx),
  gpu: ({ dy, y }, { dx }) => {
    const params = rowsOf(y);
    return [backward.dispatch({ dy, y, dx }, params, { threads: params.rows })];
  },
  cpu: ({ dy, y }, { dx }) => {
    const { params, tasks } = rowTasks(y);
    return [cpuBackward.call({ dy, y, dx }, params, tasks)];
  },
});

export const logSoftmaxOp = defineOp({
  name: 'logSoftmax',
  outputs: ({ x }: { x: TensorSpec }) => {
    checkDType(x, 'f32', 'logSoftmax: x');
    return { y: spec(x.shape) };
  },
  reference: ({ x }, { y }) => reference.logSoftmax(x, y),
  gpu: ({ x }, { y }) => {
    const params = rowsOf(x);
    return [forward.dispatch({ x, y }, params, { threads: params.rows })];
  },
  cpu: ({ x }, { y }) => {
    const { params, tasks } = rowTasks(x);
    return [cpuForward.call({ x, y }, params, tasks)];
  },
  gradients: {
    x: ({ grads, outputs }) => logSoftmaxGradOp({ dy: grads.y, y: outputs.y }).dx,
  },
});

/** log(softmax(x)) over the last axis, without overflow or log of 0 for any x. Any shape. */
export const logSoftmax = (x: Tensor): Tensor => logSoftmaxOp({ x }).y;
