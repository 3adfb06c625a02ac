export { accumulateCases } from './accumulate.ts';
export {
  binaryAccuracyCases,
  categoricalAccuracyCases,
  sparseCategoricalAccuracyCases,
  sparseTopKCategoricalAccuracyCases,
  topKCategoricalAccuracyCases,
} from './accuracy.ts';
export {
  boundedReluCases,
  clipCases,
  eluCases,
  expCases,
  geluCases,
  geluTanhCases,
  leakyReluCases,
  relu6Cases,
  reluCases,
  sigmoidCases,
  siluCases,
  softplusCases,
  sqrtCases,
  tanhCases,
} from './activations.ts';
export { addBiasCases } from './add-bias.ts';
export { affineTransformCases } from './affine-transform.ts';
export { argmaxCases } from './argmax.ts';
export {
  addCases,
  divideCases,
  greaterEqualCases,
  maximumCases,
  minimumCases,
  multiplyCases,
  subtractCases,
} from './arithmetic.ts';
export { averagePool2dCases } from './average-pool2d.ts';
export { batchNormCases, batchNormGradCases, batchNormInferenceCases, movingAverageCases } from './batch-norm.ts';
export { batchNormInferenceMaxPool2dCases, batchNormMaxPool2dCases } from './batch-norm-max-pool2d.ts';
export { binaryCrossentropyCases } from './binary-crossentropy.ts';
export { categoricalCrossentropyCases } from './categorical-crossentropy.ts';
export { concatCases } from './concat.ts';
export { conv2dCases } from './conv2d.ts';
export { conv2dBiasCases } from './conv2d-bias.ts';
export { conv2dTransposeCases } from './conv2d-transpose.ts';
export { depthwiseConv2dCases } from './depthwise-conv2d.ts';
export { dropoutCases } from './dropout.ts';
export { fillCases } from './fill.ts';
export { gaussianNoiseCases } from './gaussian-noise.ts';
export { globalAveragePool2dCases } from './global-average-pool2d.ts';
export { matmulCases } from './matmul.ts';
export { matmulBiasCases } from './matmul-bias.ts';
export { maxCases } from './max.ts';
export { maxPool2dCases } from './max-pool2d.ts';
export { meanSquaredErrorCases } from './mean-squared-error.ts';
export { negateCases } from './negate.ts';
export {
  adamUpdateCases,
  rmspropScaleCases,
  rmspropScaleCenteredCases,
  sgdMomentumUpdateCases,
  sgdUpdateCases,
} from './optimizer-updates.ts';
export { padCases } from './pad.ts';
export { randomNormalCases, randomUniformCases } from './random.ts';
export { composeTransformsCases, randomFactorsCases, randomTransformsCases } from './random-transforms.ts';
export { rescaleCases } from './rescale.ts';
export { reshapeCases } from './reshape.ts';
export { resize2dCases } from './resize2d.ts';
export { sliceCases } from './slice.ts';
export { logSoftmaxCases, softmaxCases } from './softmax.ts';
export { sparseCategoricalCrossentropyCases } from './sparse-categorical-crossentropy.ts';
export { sumCases } from './sum.ts';
export { transposeCases } from './transpose.ts';
export { unpackBytesCases } from './unpack-bytes.ts';
