import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { checkShape, rank4, type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { ValueError } from '../errors.ts';
import * as reference from '../kernels/reference/resize2d.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import resizeTap from '../kernels/wgsl/lib/resize-tap.wgsl?raw';
import resize2dWgsl from '../kernels/wgsl/resize2d.wgsl?raw';
import resize2dGradWgsl from '../kernels/wgsl/resize2d-grad.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { defineLanesKernel } from './lanes.ts';

const sizes = { inHeight: 'u32', inWidth: 'u32', outHeight: 'u32', outWidth: 'u32', channels: 'u32' } as const;

const forward = defineLanesKernel({
  name: 'resize2d',
  code: [flatIndex, resizeTap, resize2dWgsl],
  bindings: { x: 'read', y: 'write' },
  params: { ...sizes, size: 'u32' },
  constants: { BILINEAR: 0 },
});

const backward = defineLanesKernel({
  name: 'resize2d-grad',
  code: [flatIndex, resizeTap, resize2dGradWgsl],
  bindings: { dy: 'read', dx: 'write' },
  params: { ...sizes, size: 'u32' },
  constants: { BILINEAR: 0 },
});

const cpuParams = { ...sizes, isBilinear: 'u32', size: 'u32', perTask: 'u32' } as const;

const cpuForward = defineCpuKernel({ name: 'resize2d', bindings: { x: 'read', y: 'write' }, params: cpuParams });

const cpuBackward = defineCpuKernel({
  name: 'resize2dGrad',
  bindings: { dy: 'read', dx: 'write' },
  params: cpuParams,
});

/** Sizes of a small tensor x, or its gradient, and of its enlargement y. */
function sizesOf(x: Tensor, y: Tensor) {
  const [, inHeight, inWidth, channels] = x.shape;
  const [, outHeight, outWidth] = y.shape;
  return { inHeight, inWidth, outHeight, outWidth, channels };
}

/** Tasks that share the rows of all images of a tensor. */
function rowTasks({ shape: [batch, height, width, channels] }: Tensor) {
  const size = batch * height;
  const perTask = Math.ceil(ELEMENTS_PER_TASK / (width * channels));
  return { size, perTask, tasks: tasksFor(size, perTask) };
}

type Attrs = reference.ResizeAttrs;

export const resize2dGradOp = defineOp({
  name: 'resize2dGrad',
  outputs: (_inputs: { dy: TensorSpec }, { inputShape }: Attrs & { readonly inputShape: Shape }) => ({
    dx: spec(inputShape),
  }),
  reference: ({ dy }, { dx }, attrs) => reference.resize2dGrad(dy, dx, attrs),
  gpu: ({ dy }, { dx }, { interpolation }) => {
    const params = sizesOf(dx, dy);
    const { kernel, lanes } = backward(params.channels);
    const size = dx.size / lanes;
    const constants = { BILINEAR: Number(interpolation === 'bilinear') };
    const channels = params.channels / lanes;
    return [kernel.dispatch({ dy, dx }, { ...params, channels, size }, { threads: size, constants })];
  },
  cpu: ({ dy }, { dx }, { interpolation }) => {
    const { size, perTask, tasks } = rowTasks(dx);
    const isBilinear = Number(interpolation === 'bilinear');
    return [cpuBackward.call({ dy, dx }, { ...sizesOf(dx, dy), isBilinear, size, perTask }, tasks)];
  },
});

export const resize2dOp = defineOp({
  name: 'resize2d',

  outputs: ({ x }: { x: TensorSpec }, { height, width, interpolation }: Attrs) => {
    checkDType(x, 'f32', 'resize2d: x');
    const [batch, , , channels] = rank4(x.shape, 'resize2d: x');
    if (interpolation !== 'nearest' && interpolation !== 'bilinear') {
      throw new ValueError(
        `resize2d: interpolation is ${JSON.stringify(interpolation)}; use "nearest" or "bilinear".`,
        { interpolation },
      );
    }
    const shape = [batch, height, width, channels];
    checkShape(shape, 'resize2d: the result');
    return { y: spec(shape) };
  },

  reference: ({ x }, { y }, attrs) => reference.resize2d(x, y, attrs),

  gpu: ({ x }, { y }, { interpolation }) => {
    const params = sizesOf(x, y);
    const { kernel, lanes } = forward(params.channels);
    const size = y.size / lanes;
    const constants = { BILINEAR: Number(interpolation === 'bilinear') };
    const channels = params.channels / lanes;
    return [kernel.dispatch({ x, y }, { ...params, channels, size }, { threads: size, constants })];
  },

  cpu: ({ x }, { y }, { interpolation }) => {
    const { size, perTask, tasks } = rowTasks(y);
    const isBilinear = Number(interpolation === 'bilinear');
    return [cpuForward.call({ x, y }, { ...sizesOf(x, y), isBilinear, size, perTask }, tasks)];
  },

  gradients: {
    x: ({ grads, inputs, attrs }) => resize2dGradOp({ dy: grads.y }, { ...attrs, inputShape: inputs.x.shape }).dx,
  },
});

/**
 * Images `x` (N,H,W,C) at another size: (N,height,width,C). Centers of pixels are at ½ and borders are repeated, as in
 * `tf.image.resize` of TensorFlow 2 without antialiasing. Throws `ShapeError`, `ValueError` for an unknown
 * interpolation, and `DTypeError`. https://www.tensorflow.org/api_docs/python/tf/image/resize
 */
export const resize2d = (x: Tensor, attrs: Attrs): Tensor => resize2dOp({ x }, attrs).y;
