import { BatchNormalization } from './batch-normalization.ts';
import { CenterCrop } from './center-crop.ts';
import { Conv2DTranspose } from './conv2d-transpose.ts';
import { convolutionalLayers } from './convolutional-layers.ts';
import { Dropout } from './dropout.ts';
import { GaussianNoise } from './gaussian-noise.ts';
import type { Layer } from './layer.ts';
import { LayerNormalization } from './layer-normalization.ts';
import { type LayerClasses, makeLayerOf } from './make-layer.ts';
import { RandomBrightness } from './random-brightness.ts';
import { RandomContrast } from './random-contrast.ts';
import { RandomFlip } from './random-flip.ts';
import { RandomRotation } from './random-rotation.ts';
import { RandomTranslation } from './random-translation.ts';
import { RandomZoom } from './random-zoom.ts';
import { Resizing } from './resizing.ts';
import { SpatialDropout2D } from './spatial-dropout2d.ts';
import { UpSampling2D } from './up-sampling2d.ts';

/** All layers that a saved model can have. */
const classes: LayerClasses = {
  ...convolutionalLayers,
  BatchNormalization,
  CenterCrop,
  Conv2DTranspose,
  Dropout,
  GaussianNoise,
  LayerNormalization,
  RandomBrightness,
  RandomContrast,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
  Resizing,
  SpatialDropout2D,
  UpSampling2D,
};

/** The names of all layer classes. */
export const layerClassNames: readonly string[] = Object.keys(classes).sort();

/** Makes a layer by the name of its class. The layer checks its options. Throws `ValueError` for an unknown name. */
export const makeLayer = (className: string, options: object): Layer => makeLayerOf(classes, className, options);
