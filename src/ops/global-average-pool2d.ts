import { defineOp } from '../engine/op.ts';
import { rank4, type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import * as reference from '../kernels/reference/global-average-pool2d.ts';
import globalAveragePool2dWgsl from '../kernels/wgsl/global-average-pool2d.wgsl?raw';
import globalAveragePool2dGradWgsl from '../kernels/wgsl/global-average-pool2d-grad.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { partialSums } from './partial-sums.ts';

const forward = defineKernel({
  name: 'global-average-pool2d',
  code: [flatIndex, globalAveragePool2dWgsl],
  bindings: { x: 'read', y: 'write' },
  params: { batch: 'u32', pixels: 'u32', channels: 'u32', chunkPixels: 'u32', size: 'u32' },
});

const backward = defineKernel({
  name: 'global-average-pool2d-grad',
  code: [flatIndex, globalAveragePool2dGradWgsl],
  bindings: { dy: 'read', dx: 'write' },
  params: { pixels: 'u32', channels: 'u32', size: 'u32' },
});

const globalAveragePool2dGradOp = defineOp({
  name: 'globalAveragePool2dGrad',
  outputs: (_inputs: { dy: TensorSpec }, { inputShape }: { readonly inputShape: Shape }) => ({ dx: spec(inputShape) }),
  reference: ({ dy }, { dx }) => reference.globalAveragePool2dGrad(dy, dx),
  gpu: ({ dy }, { dx }) => {
    const [, height, width, channels] = dx.shape;
    return [backward.dispatch({ dy, dx }, { pixels: height * width, channels, size: dx.size }, { threads: dx.size })];
  },
});

export const globalAveragePool2dOp = defineOp({
  name: 'globalAveragePool2d',

  outputs: ({ x }: { x: TensorSpec }) => {
    checkDType(x, 'f32', 'globalAveragePool2d: x');
    const [batch, , , channels] = rank4(x.shape, 'globalAveragePool2d: x');
    return { y: spec([batch, channels]) };
  },

  reference: ({ x }, { y }) => reference.globalAveragePool2d(x, y),

  gpu: ({ x }, { y: mean }, _attrs, scratch) => {
    const [batch, height, width, channels] = x.shape;
    const pixels = height * width;
    return partialSums(pixels, mean, scratch, (y, chunkPixels) =>
      forward.dispatch({ x, y }, { batch, pixels, channels, chunkPixels, size: y.size }, { threads: y.size }),
    );
  },

  gradients: {
    x: ({ grads, inputs }) => globalAveragePool2dGradOp({ dy: grads.y }, { inputShape: inputs.x.shape }).dx,
  },
});

/**
 * Mean of each channel of `x` (N,H,W,C) over all pixels: (N,C). Throws `ShapeError` when x has not rank 4, and `DTypeError`.
 * See https://keras.io/api/layers/pooling_layers/global_average_pooling2d/.
 */
export const globalAveragePool2d = (x: Tensor): Tensor => globalAveragePool2dOp({ x }).y;
