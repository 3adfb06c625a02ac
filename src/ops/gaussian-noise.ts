import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type GaussianNoiseAttrs, gaussianNoise as reference } from '../kernels/reference/gaussian-noise.ts';
import gaussianNoiseWgsl from '../kernels/wgsl/gaussian-noise.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import randomWgsl from '../kernels/wgsl/lib/random.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { checkSeed } from './check-seed.ts';
import { checkWord } from './check-word.ts';

const kernel = defineKernel({
  name: 'gaussian-noise',
  code: [flatIndex, randomWgsl, gaussianNoiseWgsl],
  bindings: { x: 'read', seed: 'read', y: 'write' },
  params: { stddev: 'f32', salt: 'u32', size: 'u32' },
});

export const gaussianNoiseOp = defineOp({
  name: 'gaussianNoise',
  outputs: ({ x, seed }: { x: TensorSpec; seed: TensorSpec }, { salt }: GaussianNoiseAttrs) => {
    checkDType(x, 'f32', 'gaussianNoise: x');
    checkSeed('gaussianNoise', seed);
    checkWord(salt, 'gaussianNoise: salt');
    return { y: spec(x.shape) };
  },
  reference: ({ x, seed }, { y }, attrs) => reference(x, seed, y, attrs),
  gpu: ({ x, seed }, { y }, { stddev, salt }) => [
    kernel.dispatch({ x, seed, y }, { stddev, salt, size: y.size }, { threads: y.size }),
  ],
  gradients: {
    x: ({ grads }) => grads.y,
  },
});

/**
 * Adds normally distributed random numbers. Which ones depends on `seed`, a `u32` tensor of one element, on `salt` and
 * on the element's index: a trace adds others when the seed is written anew, and devices agree to 3e-3 of `stddev`.
 */
export const gaussianNoise = (x: Tensor, seed: Tensor, attrs: GaussianNoiseAttrs): Tensor =>
  gaussianNoiseOp({ x, seed }, attrs).y;
