import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { type PoolAttrs, pool2dGeometry } from '../kernels/geometry.ts';
import * as reference from '../kernels/reference/average-pool2d.ts';
import averagePool2dWgsl from '../kernels/wgsl/average-pool2d.wgsl?raw';
import averagePool2dGradWgsl from '../kernels/wgsl/average-pool2d-grad.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import poolWindow from '../kernels/wgsl/lib/pool-window.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { defineLanesKernel } from './lanes.ts';
import { poolParams } from './pool-params.ts';

const forward = defineLanesKernel({
  name: 'average-pool2d',
  code: [flatIndex, poolWindow, averagePool2dWgsl],
  bindings: { x: 'read', y: 'write' },
  params: poolParams,
});

const backward = defineLanesKernel({
  name: 'average-pool2d-grad',
  code: [flatIndex, poolWindow, averagePool2dGradWgsl],
  bindings: { dy: 'read', dx: 'write' },
  params: poolParams,
});

const cpuParams = { ...poolParams, perTask: 'u32' } as const;

const cpuForward = defineCpuKernel({
  name: 'averagePool2d',
  bindings: { x: 'read', y: 'write' },
  params: cpuParams,
});

const cpuBackward = defineCpuKernel({
  name: 'averagePool2dGrad',
  bindings: { dy: 'read', dx: 'write' },
  params: cpuParams,
});

const averagePool2dGradOp = defineOp({
  name: 'averagePool2dGrad',
  outputs: (_inputs: { dy: TensorSpec }, { inputShape }: PoolAttrs & { readonly inputShape: Shape }) => ({
    dx: spec(inputShape),
  }),
  reference: ({ dy }, { dx }, attrs) => reference.averagePool2dGrad(dy, dx, attrs),
  gpu: ({ dy }, { dx }, attrs) => {
    const geometry = pool2dGeometry(dx.shape, attrs);
    const { kernel, lanes } = backward(geometry.channels);
    const size = dx.size / lanes;
    return [kernel.dispatch({ dy, dx }, { ...geometry, channels: geometry.channels / lanes, size }, { threads: size })];
  },
  cpu: ({ dy }, { dx }, attrs) => {
    const geometry = pool2dGeometry(dx.shape, attrs);
    const size = geometry.batch;
    const perTask = Math.ceil(ELEMENTS_PER_TASK / (dx.size / size));
    return [cpuBackward.call({ dy, dx }, { ...geometry, size, perTask }, tasksFor(size, perTask))];
  },
});

export const averagePool2dOp = defineOp({
  name: 'averagePool2d',

  outputs: ({ x }: { x: TensorSpec }, attrs: PoolAttrs) => {
    checkDType(x, 'f32', 'averagePool2d: x');
    const { batch, outHeight, outWidth, channels } = pool2dGeometry(x.shape, attrs, 'averagePool2d');
    return { y: spec([batch, outHeight, outWidth, channels]) };
  },

  reference: ({ x }, { y }, attrs) => reference.averagePool2d(x, y, attrs),

  gpu: ({ x }, { y }, attrs) => {
    const geometry = pool2dGeometry(x.shape, attrs);
    const { kernel, lanes } = forward(geometry.channels);
    const size = y.size / lanes;
    return [kernel.dispatch({ x, y }, { ...geometry, channels: geometry.channels / lanes, size }, { threads: size })];
  },

  cpu: ({ x }, { y }, attrs) => {
    const geometry = pool2dGeometry(x.shape, attrs);
    const size = geometry.batch * geometry.outHeight;
    const perTask = Math.ceil(ELEMENTS_PER_TASK / (x.size / size));
    return [cpuForward.call({ x, y }, { ...geometry, size, perTask }, tasksFor(size, perTask))];
  },

  gradients: {
    x: ({ grads, inputs, attrs }) => averagePool2dGradOp({ dy: grads.y }, { ...attrs, inputShape: inputs.x.shape }).dx,
  },
});

/**
 * Mean of each window of `x` (N,H,W,C), by channel: (N,H',W',C). Padding does not count in the mean.
 * Throws `ShapeError` when the output would be empty or a window would see no pixel, and `DTypeError`.
 * See https://keras.io/api/layers/pooling_layers/average_pooling2d/.
 */
export const averagePool2d = (x: Tensor, attrs: PoolAttrs = {}): Tensor => averagePool2dOp({ x }, attrs).y;
