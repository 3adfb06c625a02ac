import type { Tensor } from '../engine/tensor.ts';
import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';
import { rowsOf } from './row-params.ts';

/** Names of the numbers of CPU kernels that take row by row, in order. */
export const cpuRowParams = { rows: 'u32', classes: 'u32', perTask: 'u32' } as const;

/** The rows of a tensor, everything before the last axis, shared among tasks. */
export function rowTasks(x: Tensor) {
  const { rows, classes } = rowsOf(x);
  const perTask = Math.ceil(ELEMENTS_PER_TASK / classes);
  return { params: { rows, classes, perTask }, tasks: tasksFor(rows, perTask) };
}
