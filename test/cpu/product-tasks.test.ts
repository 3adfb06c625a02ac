import { expect, it } from 'vitest';
import { productTasks } from '../../src/ops/cpu-panels.ts';

it.each([
  ['many rows', [5408, 128, 576], { rowsPerTask: 48, columnsPerTask: 128, tasks: 113 }],
  ['fewer rows', [512, 64, 1152], { rowsPerTask: 16, columnsPerTask: 32, tasks: 64 }],
  ['few rows', [32, 512, 1024], { rowsPerTask: 16, columnsPerTask: 16, tasks: 64 }],
  ['little work', [32, 10, 32], { rowsPerTask: 32, columnsPerTask: 16, tasks: 1 }],
] as const)('cuts a product of %s', (_, [rows, columns, depth], expected) => {
  expect(productTasks(rows, columns, depth)).toEqual(expected);
});
