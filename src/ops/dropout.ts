import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { ValueError } from '../errors.ts';
import { type DropoutAttrs, dropThreshold, keptScale, dropout as reference } from '../kernels/reference/dropout.ts';
import dropoutWgsl from '../kernels/wgsl/dropout.wgsl?raw';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import randomWgsl from '../kernels/wgsl/lib/random.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { checkSeed } from './check-seed.ts';
import { checkWord } from './check-word.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { quadsOf } from './quads.ts';

const kernel = defineKernel({
  name: 'dropout',
  code: [flatIndex, randomWgsl, dropoutWgsl],
  bindings: { x: 'read', seed: 'read', y: 'write' },
  params: { threshold: 'u32', salt: 'u32', scale: 'f32', quads: 'u32' },
});

const cpuKernel = defineCpuKernel({
  name: 'dropout',
  bindings: { x: 'read', seed: 'read', y: 'write' },
  params: { size: 'u32', perTask: 'u32', threshold: 'u32', salt: 'u32', scale: 'f32' },
});

export const dropoutOp = defineOp({
  name: 'dropout',

  outputs: ({ x, seed }: { x: TensorSpec; seed: TensorSpec }, { rate, salt }: DropoutAttrs) => {
    checkDType(x, 'f32', 'dropout: x');
    checkSeed('dropout', seed);
    if (!(rate >= 0 && rate < 1)) {
      throw new ValueError(`dropout: rate is ${rate}; a share from 0 to below 1 is expected.`, { rate });
    }
    checkWord(salt, 'dropout: salt');
    return { y: spec(x.shape) };
  },

  reference: ({ x, seed }, { y }, attrs) => reference(x, seed, y, attrs),

  gpu: ({ x, seed }, { y }, { rate, salt }) => [
    kernel.dispatch(
      { x, seed, y },
      { threshold: dropThreshold(rate), salt, scale: keptScale(rate), quads: quadsOf(y) },
      { threads: quadsOf(y) },
    ),
  ],

  cpu: ({ x, seed }, { y }, { rate, salt }) => [
    cpuKernel.call(
      { x, seed, y },
      { size: y.size, perTask: ELEMENTS_PER_TASK, threshold: dropThreshold(rate), salt, scale: keptScale(rate) },
      tasksFor(y.size),
    ),
  ],

  // The same elements are kept: the gradient draws the same words.
  gradients: {
    x: ({ grads, inputs: { seed }, attrs }) => dropout(grads.y, seed, attrs),
  },
});

/**
 * Sets a random share `rate` of the elements to 0 and multiplies the others by 1 / (1 − rate), so that the expected sum
 * stays. Which ones depends on `seed`, a `u32` tensor of one element, on `salt` and on the element's index: all devices
 * drop the same ones, and a trace drops others when the seed is written anew. N. Srivastava et al., JMLR 15, 2014.
 * Throws `ValueError` for a rate outside [0, 1).
 */
export const dropout = (x: Tensor, seed: Tensor, attrs: DropoutAttrs): Tensor => dropoutOp({ x, seed }, attrs).y;
