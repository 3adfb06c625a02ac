import { type CpuCall, defineCpuKernel } from '../engine/cpu/kernel.ts';
import type { TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import type { MatmulAttrs } from '../kernels/reference/matmul.ts';
import { packPanels, productTasks } from './cpu-panels.ts';
import { type CpuWriteOut, writeOutOf, writeOutParams } from './cpu-write-out.ts';

const kernel = defineCpuKernel({
  name: 'matmul',
  bindings: { a: 'read', panels: 'read', bias: 'read', y: 'write' },
  params: {
    rows: 'u32',
    columns: 'u32',
    depth: 'u32',
    transposeA: 'u32',
    rowsPerTask: 'u32',
    columnsPerTask: 'u32',
    ...writeOutParams,
  },
});

/** The matrix product on the CPU device, with bias and relu if wanted: `b` into panels, then blocks of rows. */
export function matmulCpu(
  { a, b }: { readonly a: Tensor; readonly b: Tensor },
  { y }: { readonly y: Tensor },
  { transposeA = false, transposeB = false }: MatmulAttrs,
  scratch: (spec: TensorSpec) => Tensor,
  writeOut: CpuWriteOut = {},
): readonly CpuCall[] {
  const [rows, columns] = y.shape as readonly [number, number];
  const depth = a.shape[transposeA ? 0 : 1] as number;
  const { packed, call } = packPanels(b, { depth, columns, transposed: transposeB }, scratch);
  const { tasks, ...sizes } = productTasks(rows, columns, depth);
  const params = { rows, columns, depth, transposeA: Number(transposeA), ...sizes, ...writeOutOf(writeOut) };
  return [call, kernel.call({ a, panels: packed, bias: writeOut.bias ?? b, y }, params, tasks)];
}
