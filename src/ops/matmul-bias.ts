import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { type MatmulAttrs, matmul as reference } from '../kernels/reference/matmul.ts';
import {
  type BiasAttrs,
  biasActivation,
  biasedOutput,
  fuseActivation,
  referenceBiasActivation,
} from './bias-activation.ts';
import { matmulCpu } from './matmul-cpu.ts';
import { type MatmulForms, type MatmulProduct, matmulForms, matmulVariants, splitVariants } from './matmul-product.ts';
import { matmulShape } from './matmul-shape.ts';
import { simpleMatmul } from './matmul-simple.ts';
import { biasWriteOuts, type FusedActivation } from './write-out.ts';

type Attrs = MatmulAttrs & BiasAttrs;
type Inputs = { readonly a: Tensor; readonly b: Tensor; readonly bias: Tensor };
type Outputs = { readonly y: Tensor };

const forms = Object.fromEntries(
  Object.entries(biasWriteOuts).map(([activation, writeOut]) => [activation, matmulForms(writeOut)]),
) as Record<FusedActivation, MatmulForms>;

const productOf = ({ a, b, bias }: Inputs, { y }: Outputs, attrs: Attrs): MatmulProduct => ({
  a,
  b,
  y,
  also: { bias },
  attrs,
});

/**
 * activation(a·b + bias) in one pass: what plans make of a product of matrices and the calls after it. It has no gradients;
 * they were recorded before, and read a, b and y only.
 */
export const matmulBiasOp = defineOp({
  name: 'matmulBias',

  outputs: ({ a, b, bias }: { a: TensorSpec; b: TensorSpec; bias: TensorSpec }, attrs: Attrs) => ({
    y: biasedOutput(matmulShape(a, b, attrs, 'matmulBias'), bias, 'matmulBias'),
  }),

  reference: ({ a, b, bias }, { y }, attrs) => {
    reference(a, b, y, attrs);
    referenceBiasActivation(y, bias, attrs);
  },

  cpu: ({ a, b, bias }, { y }, { activation = 'linear', ...attrs }, scratch) =>
    activation === 'linear' || activation === 'relu'
      ? matmulCpu({ a, b }, { y }, attrs, scratch, { bias, activation })
      : null,

  flops: ({ a }, { y }, { transposeA }) => 2 * y.size * a.shape[transposeA ? 0 : 1],

  gpu: ({ a, b, bias }, { y }, attrs, scratch) => {
    const sums = scratch(spec(y.shape));
    return [simpleMatmul(a, b, sums, attrs), ...biasActivation(sums, bias, y, attrs, scratch)];
  },

  variants: {
    ...splitVariants(productOf, ({ bias }: Inputs, { y }: Outputs, attrs: Attrs, scratch) => {
      const sums = scratch(spec(y.shape));
      return { sums, finish: biasActivation(sums, bias, y, attrs, scratch) };
    }),
    ...matmulVariants(productOf, ({ activation = 'linear' }) => forms[activation]),
  },

  fuse: fuseActivation,
});
