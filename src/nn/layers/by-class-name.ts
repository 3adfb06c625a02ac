import { listNames, ValueError } from '../../errors.ts';
import { Activation } from './activation.ts';
import { Add } from './add.ts';
import { Average } from './average.ts';
import { BatchNormalization } from './batch-normalization.ts';
import { CenterCrop } from './center-crop.ts';
import { Concatenate } from './concatenate.ts';
import { Conv2D } from './conv2d.ts';
import { Conv2DTranspose } from './conv2d-transpose.ts';
import { Cropping2D } from './cropping2d.ts';
import { CustomScaleLayer } from './custom-scale-layer.ts';
import { Dense } from './dense.ts';
import { DepthwiseConv2D } from './depthwise-conv2d.ts';
import { Dropout } from './dropout.ts';
import { ELU } from './elu.ts';
import { Flatten } from './flatten.ts';
import { GaussianNoise } from './gaussian-noise.ts';
import { GlobalAveragePooling2D } from './global-average-pooling2d.ts';
import { GlobalMaxPooling2D } from './global-max-pooling2d.ts';
import { ImagenetPreprocessing } from './imagenet-preprocessing.ts';
import { Input } from './input.ts';
import type { Layer } from './layer.ts';
import { LayerNormalization } from './layer-normalization.ts';
import { LeakyReLU } from './leaky-relu.ts';
import { Maximum } from './maximum.ts';
import { Minimum } from './minimum.ts';
import { Multiply } from './multiply.ts';
import { Normalization } from './normalization.ts';
import { AveragePooling2D, MaxPooling2D } from './pooling2d.ts';
import { RandomBrightness } from './random-brightness.ts';
import { RandomContrast } from './random-contrast.ts';
import { RandomFlip } from './random-flip.ts';
import { RandomRotation } from './random-rotation.ts';
import { RandomTranslation } from './random-translation.ts';
import { RandomZoom } from './random-zoom.ts';
import { ReLU } from './relu.ts';
import { Rescaling } from './rescaling.ts';
import { Reshape } from './reshape.ts';
import { Resizing } from './resizing.ts';
import { SeparableConv2D } from './separable-conv2d.ts';
import { Softmax } from './softmax.ts';
import { SpatialDropout2D } from './spatial-dropout2d.ts';
import { Subtract } from './subtract.ts';
import { UpSampling2D } from './up-sampling2d.ts';
import { ZeroPadding2D } from './zero-padding2d.ts';

/** All layers that a saved model can have. */
const classes = {
  Activation,
  Add,
  Average,
  AveragePooling2D,
  BatchNormalization,
  CenterCrop,
  Concatenate,
  Conv2D,
  Conv2DTranspose,
  Cropping2D,
  CustomScaleLayer,
  Dense,
  DepthwiseConv2D,
  Dropout,
  ELU,
  Flatten,
  GaussianNoise,
  GlobalAveragePooling2D,
  GlobalMaxPooling2D,
  ImagenetPreprocessing,
  Input,
  LayerNormalization,
  LeakyReLU,
  MaxPooling2D,
  Maximum,
  Minimum,
  Multiply,
  Normalization,
  RandomBrightness,
  RandomContrast,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
  ReLU,
  Rescaling,
  Reshape,
  Resizing,
  SeparableConv2D,
  Softmax,
  SpatialDropout2D,
  Subtract,
  UpSampling2D,
  ZeroPadding2D,
};

/** The names of all layer classes. */
export const layerClassNames: readonly string[] = Object.keys(classes);

/** Makes a layer by the name of its class. The layer checks its options. Throws `ValueError` for an unknown name. */
export function makeLayer(className: string, options: object): Layer {
  if (!Object.hasOwn(classes, className)) {
    throw new ValueError(`There is no layer "${className}". Choose one of ${listNames(layerClassNames)}.`, {
      className,
    });
  }
  const LayerClass = classes[className as keyof typeof classes] as new (options: object) => Layer;
  return new LayerClass(options);
}
