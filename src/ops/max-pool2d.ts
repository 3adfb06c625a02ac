import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { type PoolAttrs, pool2dGeometry } from '../kernels/geometry.ts';
import * as reference from '../kernels/reference/max-pool2d.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import poolWindow from '../kernels/wgsl/lib/pool-window.wgsl?raw';
import maxPool2dWgsl from '../kernels/wgsl/max-pool2d.wgsl?raw';
import maxPool2dGradWgsl from '../kernels/wgsl/max-pool2d-grad.wgsl?raw';
import maxPool2dGradTilesWgsl from '../kernels/wgsl/max-pool2d-grad-tiles.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { defineLanesKernel } from './lanes.ts';
import { poolParams } from './pool-params.ts';

const forward = defineLanesKernel({
  name: 'max-pool2d',
  code: [flatIndex, poolWindow, maxPool2dWgsl],
  bindings: { x: 'read', y: 'write', argmax: 'write' },
  params: poolParams,
});

const backward = defineLanesKernel({
  name: 'max-pool2d-grad',
  code: [flatIndex, poolWindow, maxPool2dGradWgsl],
  bindings: { dy: 'read', argmax: 'read', dx: 'write' },
  params: poolParams,
});

const backwardByTiles = defineLanesKernel({
  name: 'max-pool2d-grad-tiles',
  code: [flatIndex, poolWindow, maxPool2dGradTilesWgsl],
  bindings: { dy: 'read', argmax: 'read', dx: 'write' },
  params: { ...poolParams, tileRows: 'u32', tileCols: 'u32' },
});

const cpuForward = defineCpuKernel({
  name: 'maxPool2d',
  bindings: { x: 'read', y: 'write', argmax: 'write' },
  params: { ...poolParams, perTask: 'u32' },
});

const cpuBackward = defineCpuKernel({
  name: 'maxPool2dGrad',
  bindings: { dy: 'read', argmax: 'read', dx: 'write' },
  params: { inSize: 'u32', outSize: 'u32', images: 'u32', perTask: 'u32' },
});

export const maxPool2dGradOp = defineOp({
  name: 'maxPool2dGrad',
  outputs: (
    _inputs: { dy: TensorSpec; argmax: TensorSpec },
    { inputShape }: PoolAttrs & { readonly inputShape: Shape },
  ) => ({ dx: spec(inputShape) }),
  reference: ({ dy, argmax }, { dx }) => reference.maxPool2dGrad(dy, argmax, dx),
  gpu: ({ dy, argmax }, { dx }, attrs) => {
    const geometry = pool2dGeometry(dx.shape, attrs);
    const { kernel, lanes } = backward(geometry.channels);
    const size = dx.size / lanes;
    const params = { ...geometry, channels: geometry.channels / lanes, size };
    return [kernel.dispatch({ dy, argmax, dx }, params, { threads: size })];
  },
  cpu: ({ dy, argmax }, { dx }) => {
    const [images] = dx.shape;
    const inSize = dx.size / images;
    const perTask = Math.ceil(ELEMENTS_PER_TASK / inSize);
    const params = { inSize, outSize: dy.size / images, images, perTask };
    return [cpuBackward.call({ dy, argmax, dx }, params, tasksFor(images, perTask))];
  },
  variants: {
    tiles: {
      fits: (_inputs, { dx }, attrs) => {
        const { windowHeight, windowWidth, strideHeight, strideWidth } = pool2dGeometry(dx.shape, attrs);
        return windowHeight <= strideHeight && windowWidth <= strideWidth;
      },
      suits: () => true,
      gpu: ({ dy, argmax }, { dx }, attrs) => {
        const geometry = pool2dGeometry(dx.shape, attrs);
        const { batch, inHeight, inWidth, padTop, padLeft, strideHeight, strideWidth } = geometry;
        const { kernel, lanes } = backwardByTiles(geometry.channels);
        const tileRows = Math.ceil((inHeight + padTop) / strideHeight);
        const tileCols = Math.ceil((inWidth + padLeft) / strideWidth);
        const channels = geometry.channels / lanes;
        const size = batch * tileRows * tileCols * channels;
        const params = { ...geometry, channels, tileRows, tileCols, size };
        return [kernel.dispatch({ dy, argmax, dx }, params, { threads: size })];
      },
    },
  },
});

export const maxPool2dOp = defineOp({
  name: 'maxPool2d',

  outputs: ({ x }: { x: TensorSpec }, attrs: PoolAttrs) => {
    checkDType(x, 'f32', 'maxPool2d: x');
    const { batch, outHeight, outWidth, channels } = pool2dGeometry(x.shape, attrs, 'maxPool2d');
    const shape = [batch, outHeight, outWidth, channels];
    return { y: spec(shape), argmax: spec(shape, 'u32') };
  },

  reference: ({ x }, { y, argmax }, attrs) => reference.maxPool2d(x, y, argmax, attrs),

  gpu: ({ x }, { y, argmax }, attrs) => {
    const geometry = pool2dGeometry(x.shape, attrs);
    const { kernel, lanes } = forward(geometry.channels);
    const size = y.size / lanes;
    const params = { ...geometry, channels: geometry.channels / lanes, size };
    return [kernel.dispatch({ x, y, argmax }, params, { threads: size })];
  },

  cpu: ({ x }, { y, argmax }, attrs) => {
    const geometry = pool2dGeometry(x.shape, attrs);
    const size = geometry.batch * geometry.outHeight;
    const perTask = Math.ceil(ELEMENTS_PER_TASK / (x.size / size));
    return [cpuForward.call({ x, y, argmax }, { ...geometry, size, perTask }, tasksFor(size, perTask))];
  },

  gradients: {
    x: ({ grads, inputs, outputs, attrs }) =>
      maxPool2dGradOp({ dy: grads.y, argmax: outputs.argmax }, { ...attrs, inputShape: inputs.x.shape }).dx,
  },
});

/**
 * Largest value of each window of `x` (N,H,W,C), by channel: (N,H',W',C). Of equal values the first gets the gradient.
 * Throws `ShapeError` when the output would be empty or a window would see no pixel, and `DTypeError`.
 * See https://keras.io/api/layers/pooling_layers/max_pooling2d/.
 */
export const maxPool2d = (x: Tensor, attrs: PoolAttrs = {}): Tensor => maxPool2dOp({ x }, attrs).y;
