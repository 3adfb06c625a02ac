import { Activation } from './activation.ts';
import { Add } from './add.ts';
import { Average } from './average.ts';
import { BatchNormalizationInference } from './batch-normalization-inference.ts';
import { Concatenate } from './concatenate.ts';
import { Conv2D } from './conv2d.ts';
import { Cropping2D } from './cropping2d.ts';
import { CustomScaleLayer } from './custom-scale-layer.ts';
import { Dense } from './dense.ts';
import { DepthwiseConv2D } from './depthwise-conv2d.ts';
import { ELU } from './elu.ts';
import { Flatten } from './flatten.ts';
import { GlobalAveragePooling2D } from './global-average-pooling2d.ts';
import { GlobalMaxPooling2D } from './global-max-pooling2d.ts';
import { ImagenetPreprocessing } from './imagenet-preprocessing.ts';
import { Input } from './input.ts';
import { LeakyReLU } from './leaky-relu.ts';
import { Maximum } from './maximum.ts';
import { Minimum } from './minimum.ts';
import { Multiply } from './multiply.ts';
import { Normalization } from './normalization.ts';
import { AveragePooling2D, MaxPooling2D } from './pooling2d.ts';
import { ReLU } from './relu.ts';
import { Rescaling } from './rescaling.ts';
import { Reshape } from './reshape.ts';
import { SeparableConv2D } from './separable-conv2d.ts';
import { Softmax } from './softmax.ts';
import { Subtract } from './subtract.ts';
import { ZeroPadding2D } from './zero-padding2d.ts';

/** The layers that convolutional networks for images are made of, for predictions: without what they do in training only. */
export const convolutionalLayers = {
  Activation,
  Add,
  Average,
  AveragePooling2D,
  BatchNormalization: BatchNormalizationInference,
  Concatenate,
  Conv2D,
  Cropping2D,
  CustomScaleLayer,
  Dense,
  DepthwiseConv2D,
  ELU,
  Flatten,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  ImagenetPreprocessing,
  Input,
  LeakyReLU,
  MaxPooling2D,
  Maximum,
  Minimum,
  Multiply,
  Normalization,
  ReLU,
  Rescaling,
  Reshape,
  SeparableConv2D,
  Softmax,
  Subtract,
  ZeroPadding2D,
};
