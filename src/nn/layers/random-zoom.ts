import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { randomTransforms } from '../../ops/index.ts';
import { AffineAugmentation } from './affine-augmentation.ts';
import {
  checkResampling,
  drawnBy,
  type Factor,
  type ResamplingOptions,
  type ResamplingSettings,
  rangeOf,
  resamplingDefaults,
} from './augmentation-options.ts';
import type { CallContext } from './layer.ts';

export interface RandomZoomOptions extends ResamplingOptions {
  /** Share of the height that is seen more where positive (zooming out), or less: 0.5 stands for half of it to 1.5 times. */
  readonly heightFactor: Factor;
  /** The same for the width; default null, which keeps the aspect ratio. */
  readonly widthFactor?: Factor | null;
}

interface RandomZoomSettings extends ResamplingSettings {
  heightFactor: Factor;
  widthFactor: Factor | null;
}

/** Zooms images about their center in training. https://keras.io/api/layers/preprocessing_layers/image_augmentation/random_zoom/ */
export class RandomZoom extends AffineAugmentation<RandomZoomSettings> {
  readonly #zoomHeight: readonly [number, number];
  readonly #zoomWidth: readonly [number, number] | null;

  constructor(options: RandomZoomOptions) {
    super('RandomZoom', options, { heightFactor: undefined, widthFactor: null, ...resamplingDefaults });
    const { heightFactor, widthFactor } = this.settings;
    checkResampling('RandomZoom', this.settings);
    this.#zoomHeight = rangeOf('RandomZoom: heightFactor', heightFactor);
    this.#zoomWidth = widthFactor === null ? null : rangeOf('RandomZoom: widthFactor', widthFactor);
  }

  get resampling(): ResamplingSettings {
    return this.settings;
  }

  transforms([batch, height, width]: Shape, context: CallContext): Tensor {
    const { seed, salt } = drawnBy(context, this.settings);
    const zooms = { zoomHeight: this.#zoomHeight, zoomWidth: this.#zoomWidth };
    return randomTransforms(seed, { batch, salt, height, width, ...zooms });
  }
}
