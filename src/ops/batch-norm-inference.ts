import { defineOp, type GradientContext } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { type BatchNormAttrs, batchNorm as reference } from '../kernels/reference/batch-norm.ts';
import { normalizeCalls } from './batch-norm-cpu.ts';
import { fuseBatchNorm } from './batch-norm-fusion.ts';
import { batchNormGradOp } from './batch-norm-grad.ts';
import { batchNormInferenceMaxPool2dOp } from './batch-norm-max-pool2d.ts';
import { checkChannels } from './check-channels.ts';
import { normalize, throughActivation } from './normalize.ts';

type Inputs = { x: TensorSpec; gamma: TensorSpec; beta: TensorSpec; mean: TensorSpec; variance: TensorSpec };
type Outputs = { y: TensorSpec };

/** All three gradients, computed at most once. */
const gradientsOf = ({ grads, inputs, outputs, attrs, once }: GradientContext<Inputs, Outputs, BatchNormAttrs>) => {
  const { x, gamma, mean, variance } = inputs;
  const { activation, ...rest } = attrs;
  return once(() => {
    const dy = throughActivation(grads.y, outputs.y, activation);
    return batchNormGradOp({ dy, x, gamma, mean, variance }, { ...rest, ofBatch: false });
  });
};

export const batchNormInferenceOp = defineOp({
  name: 'batchNormInference',

  outputs: (inputs: Inputs, _attrs: BatchNormAttrs): Outputs => {
    checkChannels('batchNormInference', inputs);
    return { y: spec(inputs.x.shape) };
  },

  reference: ({ x, gamma, beta, mean, variance }, { y }, attrs) => reference(x, gamma, beta, mean, variance, y, attrs),

  gpu: (inputs, { y }, attrs) => [normalize({ ...inputs, y }, attrs)],

  cpu: (inputs, { y }, attrs) => normalizeCalls({ ...inputs, y }, attrs),

  fuse: (call, next) => fuseBatchNorm(call, next, batchNormInferenceMaxPool2dOp),

  gradients: {
    x: (context) => gradientsOf(context).dx,
    gamma: (context) => gradientsOf(context).dgamma,
    beta: (context) => gradientsOf(context).dbeta,
  },
});

/**
 * Batch normalization with given statistics: gamma · (x − mean) / √(variance + epsilon) + beta for each channel (the last
 * axis), then relu where `activation` says so. `x` is (…,C) of rank 2 or more, all others (C); `epsilon` is 1e-3 by
 * default. Differentiable in x, gamma and beta. https://keras.io/api/layers/normalization_layers/batch_normalization/. Throws `ShapeError` and `DTypeError`.
 */
export const batchNormInference = (
  inputs: {
    readonly x: Tensor;
    readonly gamma: Tensor;
    readonly beta: Tensor;
    readonly mean: Tensor;
    readonly variance: Tensor;
  },
  attrs: BatchNormAttrs = {},
): Tensor => batchNormInferenceOp(inputs, attrs).y;
