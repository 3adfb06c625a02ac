import { defineOp } from '../engine/op.ts';
import { rank2, showShape, spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { ShapeError } from '../errors.ts';
import { type MatmulAttrs, matmul as reference } from '../kernels/reference/matmul.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import matmulWgsl from '../kernels/wgsl/matmul.wgsl?raw';
import { checkDType } from './check-dtype.ts';
import { matmulCpu } from './matmul-cpu.ts';

const kernel = defineKernel({
  name: 'matmul',
  code: [flatIndex, matmulWgsl],
  bindings: { a: 'read', b: 'read', y: 'write' },
  params: { rows: 'u32', columns: 'u32', inner: 'u32', size: 'u32' },
  constants: { TRANSPOSE_A: 0, TRANSPOSE_B: 0 },
});

export const matmulOp = defineOp({
  name: 'matmul',

  outputs: ({ a, b }: { a: TensorSpec; b: TensorSpec }, { transposeA, transposeB }: MatmulAttrs) => {
    checkDType(a, 'f32', 'matmul: a');
    checkDType(b, 'f32', 'matmul: b');
    const [aRows, aColumns] = rank2(a.shape, 'matmul: a');
    const [bRows, bColumns] = rank2(b.shape, 'matmul: b');
    const [rows, inner] = transposeA ? [aColumns, aRows] : [aRows, aColumns];
    const [bInner, columns] = transposeB ? [bColumns, bRows] : [bRows, bColumns];
    if (inner !== bInner) {
      throw new ShapeError(
        'matmul',
        { a: a.shape, b: b.shape },
        `a ${showShape(a.shape)} has ${inner} columns but b ${showShape(b.shape)} has ${bInner} rows; they must be equal.`,
      );
    }
    return { y: spec([rows, columns]) };
  },

  reference: ({ a, b }, { y }, attrs) => reference(a, b, y, attrs),

  cpu: matmulCpu,

  flops: ({ a }, { y }, { transposeA }) => 2 * y.size * a.shape[transposeA ? 0 : 1],

  gpu: ({ a, b }, { y }, { transposeA, transposeB }) => [
    kernel.dispatch(
      { a, b, y },
      { rows: y.shape[0], columns: y.shape[1], inner: a.shape[transposeA ? 0 : 1], size: y.size },
      {
        threads: y.size,
        constants: { TRANSPOSE_A: Number(transposeA ?? false), TRANSPOSE_B: Number(transposeB ?? false) },
      },
    ),
  ],

  // y = A·B gives dA = dy·Bᵀ and dB = Aᵀ·dy; a side that is stored transposed gets its gradient transposed.
  gradients: {
    a: ({ grads: { y: dy }, inputs: { b }, attrs: { transposeA, transposeB = false } }) =>
      transposeA
        ? matmul(b, dy, { transposeA: transposeB, transposeB: true })
        : matmul(dy, b, { transposeB: !transposeB }),
    b: ({ grads: { y: dy }, inputs: { a }, attrs: { transposeA = false, transposeB } }) =>
      transposeB
        ? matmul(dy, a, { transposeA: true, transposeB: transposeA })
        : matmul(a, dy, { transposeA: !transposeA }),
  },
});

/**
 * Matrix product of `a` (M,K) and `b` (K,N): (M,N). With `transposeA` or `transposeB` that side is stored transposed.
 * Throws `ShapeError` when the inner sizes differ, and `DTypeError`.
 */
export const matmul = (a: Tensor, b: Tensor, attrs: MatmulAttrs = {}): Tensor => matmulOp({ a, b }, attrs).y;
