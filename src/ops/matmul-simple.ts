import type { Tensor } from '../engine/tensor.ts';
import { type Dispatch, defineKernel } from '../engine/webgpu/kernel.ts';
import type { MatmulAttrs } from '../kernels/reference/matmul.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import matmulWgsl from '../kernels/wgsl/matmul.wgsl?raw';

const kernel = defineKernel({
  name: 'matmul',
  code: [flatIndex, matmulWgsl],
  bindings: { a: 'read', b: 'read', y: 'write' },
  params: { rows: 'u32', columns: 'u32', inner: 'u32', size: 'u32' },
  constants: { TRANSPOSE_A: 0, TRANSPOSE_B: 0 },
});

/** A product of matrices by one thread per element of y. */
export const simpleMatmul = (a: Tensor, b: Tensor, y: Tensor, { transposeA, transposeB }: MatmulAttrs): Dispatch =>
  kernel.dispatch(
    { a, b, y },
    { rows: y.shape[0], columns: y.shape[1], inner: a.shape[transposeA ? 0 : 1], size: y.size },
    {
      threads: y.size,
      constants: { TRANSPOSE_A: Number(transposeA ?? false), TRANSPOSE_B: Number(transposeB ?? false) },
    },
  );
