export { accumulate, accumulateOp } from './accumulate.ts';
export { add, addOp } from './add.ts';
export { addBias, addBiasOp } from './add-bias.ts';
export { binaryAccuracy, binaryAccuracyOp } from './binary-accuracy.ts';
export { binaryCrossentropy, binaryCrossentropyOp } from './binary-crossentropy.ts';
export { categoricalAccuracy, categoricalAccuracyOp } from './categorical-accuracy.ts';
export { categoricalCrossentropy, categoricalCrossentropyOp } from './categorical-crossentropy.ts';
export { conv2d, conv2dOp } from './conv2d.ts';
export { divide, divideOp } from './divide.ts';
export { elu, eluOp } from './elu.ts';
export { fill, fillOp } from './fill.ts';
export { gelu, geluOp, geluTanhOp } from './gelu.ts';
export { leakyRelu, leakyReluOp } from './leaky-relu.ts';
export { logSoftmax, logSoftmaxOp } from './log-softmax.ts';
export { matmul, matmulOp } from './matmul.ts';
export { meanSquaredError, meanSquaredErrorOp } from './mean-squared-error.ts';
export { multiply, multiplyOp } from './multiply.ts';
export { negate, negateOp } from './negate.ts';
export { relu, reluOp } from './relu.ts';
export { relu6, relu6Op } from './relu6.ts';
export { rescale, rescaleOp } from './rescale.ts';
export { reshape, reshapeOp } from './reshape.ts';
export { sigmoid, sigmoidOp } from './sigmoid.ts';
export { silu, siluOp } from './silu.ts';
export { softmax, softmaxOp } from './softmax.ts';
export { softplus, softplusOp } from './softplus.ts';
export { sparseCategoricalAccuracy, sparseCategoricalAccuracyOp } from './sparse-categorical-accuracy.ts';
export { sparseCategoricalCrossentropy, sparseCategoricalCrossentropyOp } from './sparse-categorical-crossentropy.ts';
export {
  sparseTopKCategoricalAccuracy,
  sparseTopKCategoricalAccuracyOp,
} from './sparse-top-k-categorical-accuracy.ts';
export { subtract, subtractOp } from './subtract.ts';
export { mean, sum, sumOp } from './sum.ts';
export { sumTo } from './sum-to.ts';
export { tanh, tanhOp } from './tanh.ts';
export { topKCategoricalAccuracy, topKCategoricalAccuracyOp } from './top-k-categorical-accuracy.ts';
export { valueAndGrad } from './value-and-grad.ts';
export { depthwiseConv2d, depthwiseConv2dOp } from './depthwise-conv2d.ts';
