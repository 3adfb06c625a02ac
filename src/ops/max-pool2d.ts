import { defineOp } from '../engine/op.ts';
import { type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type PoolAttrs, pool2dGeometry } from '../kernels/geometry.ts';
import * as reference from '../kernels/reference/max-pool2d.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import poolWindow from '../kernels/wgsl/lib/pool-window.wgsl?raw';
import maxPool2dWgsl from '../kernels/wgsl/max-pool2d.wgsl?raw';
import maxPool2dGradWgsl from '../kernels/wgsl/max-pool2d-grad.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { poolParams } from './pool-params.ts';

const forward = defineKernel({
  name: 'max-pool2d',
  code: [flatIndex, poolWindow, maxPool2dWgsl],
  bindings: { x: 'read', y: 'write', argmax: 'write' },
  params: poolParams,
});

const backward = defineKernel({
  name: 'max-pool2d-grad',
  code: [flatIndex, poolWindow, maxPool2dGradWgsl],
  bindings: { dy: 'read', argmax: 'read', dx: 'write' },
  params: poolParams,
});

export const maxPool2dGradOp = defineOp({
  name: 'maxPool2dGrad',
  outputs: (
    _inputs: { dy: TensorSpec; argmax: TensorSpec },
    { inputShape }: PoolAttrs & { readonly inputShape: Shape },
  ) => ({ dx: spec(inputShape) }),
  reference: ({ dy, argmax }, { dx }) => reference.maxPool2dGrad(dy, argmax, dx),
  gpu: ({ dy, argmax }, { dx }, attrs) => [
    backward.dispatch({ dy, argmax, dx }, { ...pool2dGeometry(dx.shape, attrs), size: dx.size }, { threads: dx.size }),
  ],
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

  gpu: ({ x }, { y, argmax }, attrs) => [
    forward.dispatch({ x, y, argmax }, { ...pool2dGeometry(x.shape, attrs), size: y.size }, { threads: y.size }),
  ],

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
