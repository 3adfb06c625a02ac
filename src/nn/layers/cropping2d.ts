import { type Shape, showShape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError } from '../../errors.ts';
import { slice } from '../../ops/index.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions } from './layer.ts';
import { checkSides, type Sides2d, sidesOf } from './sides2d.ts';

export interface Cropping2DOptions extends LayerOptions {
  /** How many rows and columns are cut off. Default 0. */
  readonly cropping?: Sides2d;
}

/** Images without their borders. https://keras.io/api/layers/reshaping_layers/cropping2d/ */
export class Cropping2D extends Layer<{ cropping: Sides2d }> {
  constructor(options: Cropping2DOptions = {}) {
    super('Cropping2D', options, { cropping: 0 });
    checkSides('Cropping2D: cropping', this.settings.cropping);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const [height, width, channels] = imageShape('Cropping2D', input);
    const [[top, bottom], [left, right]] = sidesOf(this.settings.cropping);
    if (top + bottom >= height || left + right >= width) {
      throw new ShapeError(
        'Cropping2D',
        { input, cropping: this.settings.cropping },
        `cuts all of ${showShape(input)} away: ${top + bottom} rows and ${left + right} columns.`,
      );
    }
    return [height - top - bottom, width - left - right, channels];
  }

  call([x]: readonly Tensor[]): Tensor {
    const [[top], [left]] = sidesOf(this.settings.cropping);
    return slice(x, [0, top, left, 0], [x.shape[0], ...this.computeOutputShape([x.shape.slice(1)])]);
  }
}
