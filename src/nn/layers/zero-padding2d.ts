import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { pad } from '../../ops/index.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions } from './layer.ts';
import { checkSides, type Sides2d, sidesOf } from './sides2d.ts';

export interface ZeroPadding2DOptions extends LayerOptions {
  /** How many rows and columns of zeros are added. Default 1. */
  readonly padding?: Sides2d;
}

/** Zeros around each image. https://keras.io/api/layers/reshaping_layers/zero_padding2d/ */
export class ZeroPadding2D extends Layer<{ padding: Sides2d }> {
  constructor(options: ZeroPadding2DOptions = {}) {
    super('ZeroPadding2D', options, { padding: 1 });
    checkSides('ZeroPadding2D: padding', this.settings.padding);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const [height, width, channels] = imageShape('ZeroPadding2D', input);
    const [[top, bottom], [left, right]] = sidesOf(this.settings.padding);
    return [height + top + bottom, width + left + right, channels];
  }

  call([x]: readonly Tensor[]): Tensor {
    return pad(x, [[0, 0], ...sidesOf(this.settings.padding), [0, 0]]);
  }
}
