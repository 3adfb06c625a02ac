import { type CpuCall, type DefinedCpuKernel, defineCpuKernel } from '../engine/cpu/kernel.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { ReductionGeometry } from '../kernels/reduction.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { rowsOfSum, tileParams, tilesOf } from './cpu-tiles.ts';

type Scratch = (spec: TensorSpec) => Tensor;

const bindings = { x: 'read', y: 'write' } as const;
const params = { ...tileParams, scale: 'f32' } as const;

type ReductionKernel = DefinedCpuKernel<keyof typeof bindings, keyof typeof params>;

const sumKernel: ReductionKernel = defineCpuKernel({ name: 'sum', bindings, params });
const maxKernel: ReductionKernel = defineCpuKernel({ name: 'max', bindings, params });

const sumGradKernel = defineCpuKernel({
  name: 'sumGrad',
  bindings: { dy: 'read', dx: 'write' },
  params: { length: 'u32', inner: 'u32', scale: 'f32', size: 'u32', perTask: 'u32' },
});

/** Reduces x (outer, length, inner) to y in parts, then the parts' results. */
function reductionCalls(
  kernel: ReductionKernel,
  x: Tensor,
  y: Tensor,
  { outer, length, inner }: ReductionGeometry,
  scale: number,
  scratch: Scratch,
): readonly CpuCall[] {
  const calls: CpuCall[] = [];
  let from = x;
  let rows = length;
  while (true) {
    const { params, chunks, tasks } = tilesOf(rows, inner, rowsOfSum(rows, inner), outer);
    const isLast = chunks === 1;
    const to = isLast ? y : scratch(spec([outer, chunks, inner]));
    calls.push(kernel.call({ x: from, y: to }, { ...params, scale: isLast ? scale : 1 }, tasks));
    if (isLast) return calls;
    from = to;
    rows = chunks;
  }
}

/** y = scale · the sum over the middle of x (outer, length, inner). */
export const sumCalls = (x: Tensor, y: Tensor, geometry: ReductionGeometry, scale: number, scratch: Scratch) =>
  reductionCalls(sumKernel, x, y, geometry, scale, scratch);

/** y = the largest over the middle of x (outer, length, inner). */
export const maxCalls = (x: Tensor, y: Tensor, geometry: ReductionGeometry, scratch: Scratch) =>
  reductionCalls(maxKernel, x, y, geometry, 1, scratch);

/** Sums the rows of x (…, y's shape), with everything before y's shape seen as rows. */
export const columnSumCalls = (x: Tensor, y: Tensor, scratch: Scratch) =>
  sumCalls(x, y, { outer: 1, length: x.size / y.size, inner: y.size }, 1, scratch);

/** dx (outer, length, inner) = scale · dy (outer, inner), repeated. */
export function sumGradCalls(
  dy: Tensor,
  dx: Tensor,
  { outer, length, inner }: ReductionGeometry,
  scale: number,
): readonly CpuCall[] {
  const size = outer * length;
  const perTask = Math.ceil(ELEMENTS_PER_TASK / inner);
  return [sumGradKernel.call({ dy, dx }, { length, inner, scale, size, perTask }, tasksFor(size, perTask))];
}
