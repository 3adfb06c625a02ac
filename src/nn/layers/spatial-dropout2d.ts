import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { checkSeed, drawnBy, type SeededOptions, type SeededSettings } from './augmentation-options.ts';
import { checkRate, dropAlike } from './dropout.ts';
import { imageShape } from './image-shape.ts';
import { type CallContext, Layer, type Weights } from './layer.ts';

export interface SpatialDropout2DOptions extends SeededOptions {
  /** Share of channels set to 0 in training, from 0 up to but not including 1. The others are scaled by 1 / (1 − rate). */
  readonly rate: number;
}

/** Dropout of whole channels of an image. https://keras.io/api/layers/regularization_layers/spatial_dropout2d/ */
export class SpatialDropout2D extends Layer<SeededSettings & { rate: number }> {
  constructor(options: SpatialDropout2DOptions) {
    super('SpatialDropout2D', options, { rate: undefined, seed: null });
    checkRate('SpatialDropout2D', this.settings.rate);
    checkSeed('SpatialDropout2D', this.settings);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return imageShape('SpatialDropout2D', input);
  }

  call([x]: readonly Tensor[], _weights: Weights, context: CallContext): Tensor {
    const { rate } = this.settings;
    if (!context.training || rate === 0) return x;
    return dropAlike(x, [null, 1, 1, null], rate, drawnBy(context, this.settings));
  }
}
