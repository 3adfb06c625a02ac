export { Activation, type ActivationOptions } from './activation.ts';
export { Add } from './add.ts';
export type { Factor, ResamplingOptions, SeededOptions } from './augmentation-options.ts';
export { Average } from './average.ts';
export { BatchNormalization } from './batch-normalization.ts';
export type { BatchNormalizationOptions } from './batch-normalization-inference.ts';
export { CenterCrop, type CenterCropOptions } from './center-crop.ts';
export { Concatenate, type ConcatenateOptions } from './concatenate.ts';
export { Conv2D, Conv2D as Convolution2D, type Conv2DOptions } from './conv2d.ts';
export { Conv2DTranspose, type Conv2DTransposeOptions } from './conv2d-transpose.ts';
export { Cropping2D, type Cropping2DOptions } from './cropping2d.ts';
export { CustomScaleLayer, type CustomScaleLayerOptions } from './custom-scale-layer.ts';
export { Dense, type DenseOptions } from './dense.ts';
export { DepthwiseConv2D, type DepthwiseConv2DOptions } from './depthwise-conv2d.ts';
export { Dropout, type DropoutOptions, type NoiseShape } from './dropout.ts';
export { ELU, type ELUOptions } from './elu.ts';
export { Flatten } from './flatten.ts';
export { GaussianNoise, type GaussianNoiseOptions } from './gaussian-noise.ts';
export {
  GlobalAveragePooling2D,
  GlobalAveragePooling2D as GlobalAvgPool2D,
  type GlobalPooling2DOptions,
} from './global-average-pooling2d.ts';
export { GlobalMaxPooling2D, GlobalMaxPooling2D as GlobalMaxPool2D } from './global-max-pooling2d.ts';
export { ImagenetPreprocessing, type ImagenetPreprocessingOptions } from './imagenet-preprocessing.ts';
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
export { LayerNormalization, type LayerNormalizationOptions } from './layer-normalization.ts';
export { LeakyReLU, type LeakyReLUOptions } from './leaky-relu.ts';
export { Maximum } from './maximum.ts';
export { Minimum } from './minimum.ts';
export { Multiply } from './multiply.ts';
export { Normalization, type NormalizationOptions } from './normalization.ts';
export {
  AveragePooling2D,
  AveragePooling2D as AvgPool2D,
  MaxPooling2D,
  MaxPooling2D as MaxPool2D,
  type Pooling2DOptions,
} from './pooling2d.ts';
export { RandomBrightness, type RandomBrightnessOptions } from './random-brightness.ts';
export { RandomContrast, type RandomContrastOptions } from './random-contrast.ts';
export { RandomFlip, type RandomFlipOptions } from './random-flip.ts';
export { RandomRotation, type RandomRotationOptions } from './random-rotation.ts';
export { RandomTranslation, type RandomTranslationOptions } from './random-translation.ts';
export { RandomZoom, type RandomZoomOptions } from './random-zoom.ts';
export { ReLU, type ReLUOptions } from './relu.ts';
export { Rescaling, type RescalingOptions } from './rescaling.ts';
export { Reshape, type ReshapeOptions } from './reshape.ts';
export { Resizing, type ResizingOptions } from './resizing.ts';
export { SeparableConv2D, type SeparableConv2DOptions } from './separable-conv2d.ts';
export type { Sides2d } from './sides2d.ts';
export { Softmax, type SoftmaxOptions } from './softmax.ts';
export { SpatialDropout2D, type SpatialDropout2DOptions } from './spatial-dropout2d.ts';
export { Subtract } from './subtract.ts';
export { SymbolicTensor } from './symbolic-tensor.ts';
export { UpSampling2D, type UpSampling2DOptions } from './up-sampling2d.ts';
export { ZeroPadding2D, type ZeroPadding2DOptions } from './zero-padding2d.ts';
