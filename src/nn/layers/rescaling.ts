import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { rescale } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface RescalingOptions extends LayerOptions {
  /** Factor on every value: `1 / 255` turns bytes into [0, 1]. */
  readonly scale: number;
  /** Added after scaling. Default 0. */
  readonly offset?: number;
}

/** x · scale + offset. https://keras.io/api/layers/preprocessing_layers/image_preprocessing/rescaling/ */
export class Rescaling extends Layer<{ scale: number; offset: number }> {
  constructor(options: RescalingOptions) {
    super('Rescaling', options, { scale: undefined, offset: 0 });
    checkNumber('Rescaling: scale', this.settings.scale);
    checkNumber('Rescaling: offset', this.settings.offset);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return input;
  }

  call([x]: readonly Tensor[]): Tensor {
    return rescale(x, this.settings);
  }
}
