export { Activation, type ActivationOptions } from './activation.ts';
export { BatchNormalization, type BatchNormalizationOptions } from './batch-normalization.ts';
export { Conv2D, type Conv2DOptions } from './conv2d.ts';
export { Dense, type DenseOptions } from './dense.ts';
export { DepthwiseConv2D, type DepthwiseConv2DOptions } from './depthwise-conv2d.ts';
export { Dropout, type DropoutOptions } from './dropout.ts';
export { Flatten } from './flatten.ts';
export { GlobalAveragePooling2D } from './global-average-pooling2d.ts';
export { Input, type InputOptions, input } from './input.ts';
export {
  type ApplyOptions,
  type CallContext,
  Layer,
  type LayerConfig,
  type LayerOptions,
  type WeightSpec,
  type Weights,
} from './layer.ts';
export { AveragePooling2D, MaxPooling2D, type Pooling2DOptions } from './pooling2d.ts';
export { Rescaling, type RescalingOptions } from './rescaling.ts';
export { Reshape, type ReshapeOptions } from './reshape.ts';
export { type ZeroPadding, ZeroPadding2D, type ZeroPadding2DOptions } from './zero-padding2d.ts';
export { SymbolicTensor } from './symbolic-tensor.ts';
