import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { type Conv2dAttrs, conv2dGeometry } from '../kernels/geometry.ts';
import { conv2d as reference } from '../kernels/reference/conv2d.ts';
import {
  type BiasAttrs,
  biasActivation,
  biasedOutput,
  fuseActivation,
  referenceBiasActivation,
} from './bias-activation.ts';
import { checkDType } from './check-dtype.ts';
import { convFlops } from './conv-flops.ts';
import { conv2dCpu } from './conv2d-cpu.ts';
import { type ConvProductForms, convProductForms, convProductVariants } from './conv2d-product.ts';
import { simpleConv2d } from './conv2d-simple.ts';
import { biasWriteOuts, type FusedActivation } from './write-out.ts';

type Attrs = Conv2dAttrs & BiasAttrs;
type Inputs = { readonly x: Tensor; readonly filter: Tensor; readonly bias: Tensor };

const forms = Object.fromEntries(
  Object.entries(biasWriteOuts).map(([activation, writeOut]) => [activation, convProductForms('forward', writeOut)]),
) as Record<FusedActivation, ConvProductForms>;

/**
 * activation(conv2d(x, filter) + bias) in one pass: what plans make of a convolution and the calls after it. It has no
 * gradients; they were recorded before, and read x, filter and y only.
 */
export const conv2dBiasOp = defineOp({
  name: 'conv2dBias',

  outputs: ({ x, filter, bias }: { x: TensorSpec; filter: TensorSpec; bias: TensorSpec }, attrs: Attrs) => {
    checkDType(x, 'f32', 'conv2dBias: x');
    checkDType(filter, 'f32', 'conv2dBias: filter');
    const { batch, outHeight, outWidth, outChannels } = conv2dGeometry(x.shape, filter.shape, attrs);
    return { y: biasedOutput([batch, outHeight, outWidth, outChannels], bias, 'conv2dBias') };
  },

  reference: ({ x, filter, bias }, { y }, attrs) => {
    reference(x, filter, y, attrs);
    referenceBiasActivation(y, bias, attrs);
  },

  cpu: ({ x, filter, bias }, { y }, { activation = 'linear', ...attrs }, scratch) =>
    activation === 'linear' || activation === 'relu'
      ? conv2dCpu({ x, filter }, { y }, attrs, scratch, { bias, activation })
      : null,

  flops: ({ filter }, { y }) => convFlops(y, filter),

  gpu: ({ x, filter, bias }, { y }, attrs, scratch) => {
    const sums = scratch(spec(y.shape));
    return [simpleConv2d(x, filter, sums, attrs), ...biasActivation(sums, bias, y, attrs, scratch)];
  },

  variants: convProductVariants(
    'forward',
    ({ x, filter, bias }: Inputs, { y }: { readonly y: Tensor }, attrs: Attrs) => ({
      a: x,
      filter,
      y,
      also: { bias },
      geometry: conv2dGeometry(x.shape, filter.shape, attrs),
    }),
    ({ activation = 'linear' }) => forms[activation],
  ),

  fuse: fuseActivation,
});
