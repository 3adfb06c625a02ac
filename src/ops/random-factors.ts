import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { type RandomFactorsAttrs, randomFactors as reference } from '../kernels/reference/random-factors.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import randomWgsl from '../kernels/wgsl/lib/random.wgsl?raw';
import randomFactorsWgsl from '../kernels/wgsl/random-factors.wgsl?raw';
import { checkRange } from './check-range.ts';
import { checkSeed } from './check-seed.ts';
import { checkWord } from './check-word.ts';

const kernel = defineKernel({
  name: 'random-factors',
  code: [flatIndex, randomWgsl, randomFactorsWgsl],
  bindings: { seed: 'read', y: 'write' },
  params: { salt: 'u32', low: 'f32', range: 'f32', images: 'u32' },
});

export const randomFactorsOp = defineOp({
  name: 'randomFactors',
  outputs: ({ seed }: { seed: TensorSpec }, { batch, salt, low, high }: RandomFactorsAttrs) => {
    checkSeed('randomFactors', seed);
    checkWord(salt, 'randomFactors: salt');
    checkRange('randomFactors: [low, high]', [low, high]);
    return { y: spec([batch, 1, 1, 1]) };
  },
  reference: ({ seed }, { y }, attrs) => reference(seed, y, attrs),
  gpu: ({ seed }, { y }, { batch, salt, low, high }) => [
    kernel.dispatch({ seed, y }, { salt, low, range: high - low, images: batch }, { threads: batch }),
  ],
});

/**
 * One random number for each image, drawn evenly from `low` to `high`, as `[batch, 1, 1, 1]`. It depends on `seed`, a
 * `u32` tensor of one element, on `salt` and on the image's index: all devices draw the same ones, and a trace draws
 * others when the seed is written anew. Throws `ValueError` where `low` exceeds `high`.
 */
export const randomFactors = (seed: Tensor, attrs: RandomFactorsAttrs): Tensor => randomFactorsOp({ seed }, attrs).y;
