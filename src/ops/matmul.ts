import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { type MatmulAttrs, matmul as reference } from '../kernels/reference/matmul.ts';
import { biasAddedBy } from './bias-activation.ts';
import { matmulBiasOp } from './matmul-bias.ts';
import { matmulCpu } from './matmul-cpu.ts';
import { type MatmulProduct, matmulVariants, plainForms, splitVariants } from './matmul-product.ts';
import { matmulShape } from './matmul-shape.ts';
import { simpleMatmul } from './matmul-simple.ts';

const productOf = ({ a, b }: { a: Tensor; b: Tensor }, { y }: { y: Tensor }, attrs: MatmulAttrs): MatmulProduct => ({
  a,
  b,
  y,
  attrs,
});

export const matmulOp = defineOp({
  name: 'matmul',

  outputs: ({ a, b }: { a: TensorSpec; b: TensorSpec }, attrs: MatmulAttrs) => ({
    y: spec(matmulShape(a, b, attrs, 'matmul')),
  }),

  reference: ({ a, b }, { y }, attrs) => reference(a, b, y, attrs),

  cpu: matmulCpu,

  flops: ({ a }, { y }, { transposeA }) => 2 * y.size * a.shape[transposeA ? 0 : 1],

  gpu: ({ a, b }, { y }, attrs) => [simpleMatmul(a, b, y, attrs)],

  variants: { ...splitVariants(productOf), ...matmulVariants(productOf, () => plainForms) },

  fuse: (call, next) => {
    const bias = biasAddedBy(next, call);
    return bias && { op: matmulBiasOp, inputs: { ...call.inputs, bias }, outputs: next.outputs, attrs: call.attrs };
  },

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
