import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import type { Device } from '../engine/device.ts';
import { defineOp } from '../engine/op.ts';
import { type Shape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import * as reference from '../kernels/reference/random.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import randomWgsl from '../kernels/wgsl/lib/random.wgsl?raw';
import randomNormalWgsl from '../kernels/wgsl/random-normal.wgsl?raw';
import randomUniformWgsl from '../kernels/wgsl/random-uniform.wgsl?raw';
import { checkWord } from './check-word.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';

/** Where random numbers come from: the same seed and salt give the same numbers. */
export interface RandomOptions {
  /** Chosen once per run; an integer below 2^32. */
  readonly seed: number;
  /** Tells uses of one seed apart; an integer below 2^32. Default 0. */
  readonly salt?: number;
}

export interface UniformOptions extends RandomOptions {
  /** Least value. Default 0. */
  readonly low?: number;
  /** The values stay below it, but for rounding. Default 1. */
  readonly high?: number;
}

export interface NormalOptions extends RandomOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Default 1. */
  readonly stddev?: number;
}

type NoInputs = Record<never, TensorSpec>;
type Drawn<O> = Required<O> & { readonly shape: Shape };

const uniformKernel = defineKernel({
  name: 'random-uniform',
  code: [flatIndex, randomWgsl, randomUniformWgsl],
  bindings: { y: 'write' },
  params: { low: 'f32', range: 'f32', seed: 'u32', salt: 'u32', size: 'u32' },
});

const normalKernel = defineKernel({
  name: 'random-normal',
  code: [flatIndex, randomWgsl, randomNormalWgsl],
  bindings: { y: 'write' },
  params: { mean: 'f32', stddev: 'f32', seed: 'u32', salt: 'u32', size: 'u32' },
});

const uniformCpuKernel = defineCpuKernel({
  name: 'randomUniform',
  bindings: { y: 'write' },
  params: { size: 'u32', perTask: 'u32', low: 'f32', range: 'f32', seed: 'u32', salt: 'u32' },
});

const normalCpuKernel = defineCpuKernel({
  name: 'randomNormal',
  bindings: { y: 'write' },
  params: { size: 'u32', perTask: 'u32', mean: 'f32', stddev: 'f32', seed: 'u32', salt: 'u32' },
});

function drawn({ shape, seed, salt }: Drawn<RandomOptions>, what: string) {
  checkWord(seed, `${what}: seed`);
  checkWord(salt, `${what}: salt`);
  return { y: spec(shape) };
}

export const randomUniformOp = defineOp({
  name: 'randomUniform',
  outputs: (_inputs: NoInputs, attrs: Drawn<UniformOptions>) => drawn(attrs, 'randomUniform'),
  reference: (_inputs, { y }, { low, high, ...source }) => reference.randomUniform(y, low, high, source),
  gpu: (_inputs, { y }, { low, high, seed, salt }) => [
    uniformKernel.dispatch({ y }, { low, range: high - low, seed, salt, size: y.size }, { threads: y.size }),
  ],
  cpu: (_inputs, { y }, { low, high, seed, salt }) => [
    uniformCpuKernel.call(
      { y },
      { size: y.size, perTask: ELEMENTS_PER_TASK, low, range: high - low, seed, salt },
      tasksFor(y.size),
    ),
  ],
});

export const randomNormalOp = defineOp({
  name: 'randomNormal',
  outputs: (_inputs: NoInputs, attrs: Drawn<NormalOptions>) => drawn(attrs, 'randomNormal'),
  reference: (_inputs, { y }, { mean, stddev, ...source }) => reference.randomNormal(y, mean, stddev, source),
  gpu: (_inputs, { y }, { mean, stddev, seed, salt }) => [
    normalKernel.dispatch({ y }, { mean, stddev, seed, salt, size: y.size }, { threads: y.size }),
  ],
  cpu: (_inputs, { y }, { mean, stddev, seed, salt }) => [
    normalCpuKernel.call(
      { y },
      { size: y.size, perTask: ELEMENTS_PER_TASK, mean, stddev, seed, salt },
      tasksFor(y.size),
    ),
  ],
});

/**
 * Uniform random numbers in [low, high). Element i depends on seed, salt and i only; with the default range all devices
 * give the same bits. A trace replays the same numbers. Throws `ValueError` for a seed or salt that is no 32-bit integer.
 */
export const randomUniform = (
  device: Device,
  shape: Shape,
  { low = 0, high = 1, seed, salt = 0 }: UniformOptions,
): Tensor => randomUniformOp({}, { shape, low, high, seed, salt }, device).y;

/**
 * Normally distributed random numbers. Element i depends on seed, salt and i only; devices agree to 3e-3 of `stddev`,
 * since WGSL promises cos to 2^-11 and it is multiplied by up to 5.8. A trace replays the same numbers. Throws `ValueError` for a seed or salt
 * that is no 32-bit integer.
 */
export const randomNormal = (
  device: Device,
  shape: Shape,
  { mean = 0, stddev = 1, seed, salt = 0 }: NormalOptions,
): Tensor => randomNormalOp({}, { shape, mean, stddev, seed, salt }, device).y;
