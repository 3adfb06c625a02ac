import { activation, eLU, leakyReLU, reLU, softmax } from './activations.ts';
import {
  average,
  batchNormalization,
  customScale,
  dense,
  layerNormalization,
  merging,
  normalization,
  rescaling,
} from './arithmetic.ts';
import { conv2D, conv2DTranspose, depthwiseConv2D, separableConv2D } from './convolutions.ts';
import { imagenetPreprocessing } from './imagenet-preprocessing.ts';
import type { OnnxValue } from './onnx-graph.ts';
import type { OnnxLayer } from './onnx-layer.ts';
import { globalPooling2D, pooling2D } from './pools.ts';
import {
  centerCrop,
  concatenate,
  cropping2D,
  flatten,
  reshape,
  resizing,
  upSampling2D,
  zeroPadding2D,
} from './shapes.ts';

/** Adds a layer's nodes to its graph. */
export type LayerWriter = (layer: OnnxLayer) => OnnxValue;

/** What does nothing outside training. */
const passed: LayerWriter = ({ input }) => input;

/** How each class of layer is written. */
export const layerWriters: Readonly<Record<string, LayerWriter>> = {
  Activation: activation,
  Add: merging('Add'),
  Average: average,
  AveragePooling2D: pooling2D('AveragePool'),
  BatchNormalization: batchNormalization,
  CenterCrop: centerCrop,
  Concatenate: concatenate,
  Conv2D: conv2D,
  Conv2DTranspose: conv2DTranspose,
  Cropping2D: cropping2D,
  CustomScaleLayer: customScale,
  Dense: dense,
  DepthwiseConv2D: depthwiseConv2D,
  Dropout: passed,
  ELU: eLU,
  Flatten: flatten,
  GaussianNoise: passed,
  GlobalAveragePooling2D: globalPooling2D('GlobalAveragePool'),
  GlobalMaxPooling2D: globalPooling2D('GlobalMaxPool'),
  ImagenetPreprocessing: imagenetPreprocessing,
  LayerNormalization: layerNormalization,
  LeakyReLU: leakyReLU,
  MaxPooling2D: pooling2D('MaxPool'),
  Maximum: merging('Max'),
  Minimum: merging('Min'),
  Multiply: merging('Mul'),
  Normalization: normalization,
  RandomBrightness: passed,
  RandomContrast: passed,
  RandomFlip: passed,
  RandomRotation: passed,
  RandomTranslation: passed,
  RandomZoom: passed,
  ReLU: reLU,
  Rescaling: rescaling,
  Reshape: reshape,
  Resizing: resizing,
  SeparableConv2D: separableConv2D,
  Softmax: softmax,
  SpatialDropout2D: passed,
  Subtract: merging('Sub'),
  UpSampling2D: upSampling2D,
  ZeroPadding2D: zeroPadding2D,
};
