import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import type { RmspropAttrs } from '../kernels/reference/rmsprop-scale.ts';
import * as reference from '../kernels/reference/rmsprop-scale.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import rmspropScaleWgsl from '../kernels/wgsl/rmsprop-scale.wgsl?raw';
import rmspropScaleCenteredWgsl from '../kernels/wgsl/rmsprop-scale-centered.wgsl?raw';
import { checkEqualShapes } from './check-equal-shapes.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { quadsOf } from './quads.ts';

const params = { rho: 'f32', rest: 'f32', epsilon: 'f32', quads: 'u32' } as const;

const kernel = defineKernel({
  name: 'rmsprop-scale',
  code: [flatIndex, rmspropScaleWgsl],
  bindings: { gradient: 'read', velocity: 'update', y: 'write' },
  params,
});

const centeredKernel = defineKernel({
  name: 'rmsprop-scale-centered',
  code: [flatIndex, rmspropScaleCenteredWgsl],
  bindings: { gradient: 'read', velocity: 'update', averageGradient: 'update', y: 'write' },
  params,
});

const cpuParams = { size: 'u32', perTask: 'u32', rho: 'f32', rest: 'f32', epsilon: 'f32' } as const;

const cpuKernel = defineCpuKernel({
  name: 'rmspropScale',
  bindings: { gradient: 'read', velocity: 'update', y: 'write' },
  params: cpuParams,
});

const centeredCpuKernel = defineCpuKernel({
  name: 'rmspropScaleCentered',
  bindings: { gradient: 'read', velocity: 'update', averageGradient: 'update', y: 'write' },
  params: cpuParams,
});

/** Divides a gradient by the root of the moving mean of its square, `velocity`, which is updated first. */
export const rmspropScaleOp = defineOp({
  name: 'rmspropScale',
  outputs: (inputs: { gradient: TensorSpec; velocity: TensorSpec }, _attrs: RmspropAttrs) => {
    checkEqualShapes('rmspropScale', inputs);
    return { y: spec(inputs.gradient.shape) };
  },
  reference: ({ gradient, velocity }, { y }, attrs) => reference.rmspropScale(gradient, velocity, y, attrs),
  gpu: ({ gradient, velocity }, { y }, { rho = 0.9, epsilon = 1e-7 }) => [
    kernel.dispatch(
      { gradient, velocity, y },
      { rho, rest: 1 - rho, epsilon, quads: quadsOf(y) },
      { threads: quadsOf(y) },
    ),
  ],
  cpu: ({ gradient, velocity }, { y }, { rho = 0.9, epsilon = 1e-7 }) => [
    cpuKernel.call(
      { gradient, velocity, y },
      { size: y.size, perTask: ELEMENTS_PER_TASK, rho, rest: 1 - rho, epsilon },
      tasksFor(y.size),
    ),
  ],
  updates: ['velocity'],
});

/** Divides a gradient by the root of its moving variance: the mean square less the square of the mean. */
export const rmspropScaleCenteredOp = defineOp({
  name: 'rmspropScaleCentered',
  outputs: (
    inputs: { gradient: TensorSpec; velocity: TensorSpec; averageGradient: TensorSpec },
    _attrs: RmspropAttrs,
  ) => {
    checkEqualShapes('rmspropScaleCentered', inputs);
    return { y: spec(inputs.gradient.shape) };
  },
  reference: ({ gradient, velocity, averageGradient }, { y }, attrs) =>
    reference.rmspropScaleCentered(gradient, velocity, averageGradient, y, attrs),
  gpu: ({ gradient, velocity, averageGradient }, { y }, { rho = 0.9, epsilon = 1e-7 }) => [
    centeredKernel.dispatch(
      { gradient, velocity, averageGradient, y },
      { rho, rest: 1 - rho, epsilon, quads: quadsOf(y) },
      { threads: quadsOf(y) },
    ),
  ],
  cpu: ({ gradient, velocity, averageGradient }, { y }, { rho = 0.9, epsilon = 1e-7 }) => [
    centeredCpuKernel.call(
      { gradient, velocity, averageGradient, y },
      { size: y.size, perTask: ELEMENTS_PER_TASK, rho, rest: 1 - rho, epsilon },
      tasksFor(y.size),
    ),
  ],
  updates: ['velocity', 'averageGradient'],
});
