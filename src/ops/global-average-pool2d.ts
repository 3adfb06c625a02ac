import { defineOp } from '../engine/op.ts';
import { rank4, type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { ReductionGeometry } from '../kernels/reduction.ts';
import * as reference from '../kernels/reference/global-average-pool2d.ts';
import globalAveragePool2dWgsl from '../kernels/wgsl/global-average-pool2d.wgsl?raw';
import globalAveragePool2dGradWgsl from '../kernels/wgsl/global-average-pool2d-grad.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { sumCalls, sumGradCalls } from './cpu-reduction.ts';
import { defineLanesKernel } from './lanes.ts';
import { partialSums } from './partial-sums.ts';

const forward = defineLanesKernel({
  name: 'global-average-pool2d',
  code: [flatIndex, globalAveragePool2dWgsl],
  bindings: { x: 'read', y: 'write' },
  params: { batch: 'u32', pixels: 'u32', channels: 'u32', chunkPixels: 'u32', size: 'u32' },
});

const backward = defineLanesKernel({
  name: 'global-average-pool2d-grad',
  code: [flatIndex, globalAveragePool2dGradWgsl],
  bindings: { dy: 'read', dx: 'write' },
  params: { pixels: 'u32', channels: 'u32', size: 'u32' },
});

/** Images (N,H,W,C) as (outer, length, inner): all pixels are reduced. */
const pixelsOf = ({ shape: [batch, height, width, channels] }: Tensor): ReductionGeometry => ({
  outer: batch,
  length: height * width,
  inner: channels,
});

const globalAveragePool2dGradOp = defineOp({
  name: 'globalAveragePool2dGrad',
  outputs: (_inputs: { dy: TensorSpec }, { inputShape }: { readonly inputShape: Shape }) => ({ dx: spec(inputShape) }),
  reference: ({ dy }, { dx }) => reference.globalAveragePool2dGrad(dy, dx),
  gpu: ({ dy }, { dx }) => {
    const [, height, width, channels] = dx.shape;
    const { kernel, lanes } = backward(channels);
    const size = dx.size / lanes;
    const params = { pixels: height * width, channels: channels / lanes, size };
    return [kernel.dispatch({ dy, dx }, params, { threads: size })];
  },
  cpu: ({ dy }, { dx }) => sumGradCalls(dy, dx, pixelsOf(dx), 1 / pixelsOf(dx).length),
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
    const { kernel, lanes } = forward(channels);
    return partialSums(pixels, mean, scratch, (y, chunkPixels) => {
      const size = y.size / lanes;
      const params = { batch, pixels, channels: channels / lanes, chunkPixels, size };
      return kernel.dispatch({ x, y }, params, { threads: size });
    });
  },

  cpu: ({ x }, { y }, _attrs, scratch) => sumCalls(x, y, pixelsOf(x), 1 / pixelsOf(x).length, scratch),

  gradients: {
    x: ({ grads, inputs }) => globalAveragePool2dGradOp({ dy: grads.y }, { inputShape: inputs.x.shape }).dx,
  },
});

/**
 * Mean of each channel of `x` (N,H,W,C) over all pixels: (N,C). Throws `ShapeError` when x has not rank 4, and `DTypeError`.
 * See https://keras.io/api/layers/pooling_layers/global_average_pooling2d/.
 */
export const globalAveragePool2d = (x: Tensor): Tensor => globalAveragePool2dOp({ x }).y;
