import { defineCpuKernel } from '../engine/cpu/kernel.ts';
import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import * as reference from '../kernels/reference/pointwise.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import pointwiseWgsl from '../kernels/wgsl/pointwise.wgsl?raw';
import pointwiseGradWgsl from '../kernels/wgsl/pointwise-grad.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { kernelName } from './kernel-name.ts';
import { quadsOf } from './quads.ts';

/** A function of one number applied to every element, with its derivative. */
export interface PointwiseDefinition {
  readonly name: string;
  /** WGSL text with `fn value(x)` and `fn slope(x)` or `fn slope(y)`, of four numbers at a time; it may read `params.alpha`, `beta` and `gamma`. */
  readonly code: string;
  /** WGSL texts with functions that `code` calls. */
  readonly lib?: readonly string[];
  readonly value: (x: number, alpha: number, beta: number, gamma: number) => number;
  /**
   * What the derivative is computed of: the input x or the output y = value(x). Where y tells it, nobody reads x after
   * `value`, so that plans can fuse the function with the op before it.
   */
  readonly slopeOf: 'x' | 'y';
  /** The derivative, of x or y. */
  readonly slope: (at: number, alpha: number, beta: number, gamma: number) => number;
}

export interface PointwiseAttrs {
  /** The function's parameter where it has one (leaky relu's slope, elu's scale). Default 0. */
  readonly alpha?: number;
  /** Its second parameter. Default 0. */
  readonly beta?: number;
  /** Its third parameter. Default 0. */
  readonly gamma?: number;
}

/** Makes an elementwise op, with the op of its gradient as `gradOp`, from two lines of mathematics. */
/* @__NO_SIDE_EFFECTS__ */
export function definePointwise({ name, code, lib = [], value, slopeOf, slope }: PointwiseDefinition) {
  const numbers = { alpha: 'f32', beta: 'f32', gamma: 'f32' } as const;
  const params = { quads: 'u32', ...numbers } as const;
  const file = kernelName(name);
  const forward = defineKernel({
    name: file,
    code: [flatIndex, pointwiseWgsl, ...lib, code],
    bindings: { x: 'read', y: 'write' },
    params,
  });
  const backward = defineKernel({
    name: `${file}-grad`,
    code: [flatIndex, pointwiseGradWgsl, ...lib, code],
    bindings: { dy: 'read', at: 'read', dx: 'write' },
    params,
  });

  const cpuParams = { size: 'u32', perTask: 'u32', ...numbers } as const;
  const cpuForward = defineCpuKernel({ name, bindings: { x: 'read', y: 'write' }, params: cpuParams });
  const cpuBackward = defineCpuKernel({
    name: `${name}Grad`,
    bindings: { dy: 'read', at: 'read', dx: 'write' },
    params: cpuParams,
  });

  const gradOp = defineOp({
    name: `${name}Grad`,
    outputs: ({ at }: { dy: TensorSpec; at: TensorSpec }, _attrs: PointwiseAttrs) => ({ dx: spec(at.shape) }),
    reference: ({ dy, at }, { dx }, { alpha = 0, beta = 0, gamma = 0 }) =>
      reference.pointwiseGrad(dy, at, dx, (each) => slope(each, alpha, beta, gamma)),
    gpu: ({ dy, at }, { dx }, { alpha = 0, beta = 0, gamma = 0 }) => [
      backward.dispatch({ dy, at, dx }, { quads: quadsOf(dx), alpha, beta, gamma }, { threads: quadsOf(dx) }),
    ],
    cpu: ({ dy, at }, { dx }, { alpha = 0, beta = 0, gamma = 0 }) => [
      cpuBackward.call(
        { dy, at, dx },
        { size: dx.size, perTask: ELEMENTS_PER_TASK, alpha, beta, gamma },
        tasksFor(dx.size),
      ),
    ],
  });

  const op = defineOp({
    name,
    outputs: ({ x }: { x: TensorSpec }, _attrs: PointwiseAttrs) => {
      checkDType(x, 'f32', `${name}: x`);
      return { y: spec(x.shape) };
    },
    reference: ({ x }, { y }, { alpha = 0, beta = 0, gamma = 0 }) =>
      reference.pointwise(x, y, (at) => value(at, alpha, beta, gamma)),
    gpu: ({ x }, { y }, { alpha = 0, beta = 0, gamma = 0 }) => [
      forward.dispatch({ x, y }, { quads: quadsOf(y), alpha, beta, gamma }, { threads: quadsOf(y) }),
    ],
    cpu: ({ x }, { y }, { alpha = 0, beta = 0, gamma = 0 }) => [
      cpuForward.call({ x, y }, { size: y.size, perTask: ELEMENTS_PER_TASK, alpha, beta, gamma }, tasksFor(y.size)),
    ],
    gradients: {
      x: ({ grads, inputs, outputs, attrs }) =>
        gradOp({ dy: grads.y, at: slopeOf === 'x' ? inputs.x : outputs.y }, attrs).dx,
    },
  });
  return Object.assign(op, { gradOp });
}
