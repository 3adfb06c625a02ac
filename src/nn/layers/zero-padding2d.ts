import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { pad } from '../../ops/index.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions } from './layer.ts';

/** On all sides alike, above and below and left and right alike, or `[[top, bottom], [left, right]]`. */
export type ZeroPadding =
  | number
  | readonly [number, number]
  | readonly [readonly [number, number], readonly [number, number]];

export interface ZeroPadding2DOptions extends LayerOptions {
  /** Default 1. */
  readonly padding?: ZeroPadding;
}

/** Zeros around each image. https://keras.io/api/layers/reshaping_layers/zero_padding2d/ */
export class ZeroPadding2D extends Layer<{ padding: ZeroPadding }> {
  constructor(options: ZeroPadding2DOptions = {}) {
    super('ZeroPadding2D', options, { padding: 1 });
    const sizes = this.#sides().flat();
    if (sizes.length !== 4 || !sizes.every((n) => Number.isInteger(n) && n >= 0)) {
      const { padding } = this.settings;
      throw new ValueError(
        `ZeroPadding2D: padding is ${JSON.stringify(padding)}; a whole number, two, or [[top, bottom], [left, right]] is expected.`,
        { padding },
      );
    }
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const [height, width, channels] = imageShape('ZeroPadding2D', input);
    const [[top, bottom], [left, right]] = this.#sides();
    return [height + top + bottom, width + left + right, channels];
  }

  call([x]: readonly Tensor[]): Tensor {
    return pad(x, [[0, 0], ...this.#sides(), [0, 0]]);
  }

  #sides(): readonly [readonly [number, number], readonly [number, number]] {
    const { padding } = this.settings;
    if (typeof padding === 'number')
      return [
        [padding, padding],
        [padding, padding],
      ];
    const [vertical, horizontal] = padding;
    return [
      typeof vertical === 'number' ? [vertical, vertical] : vertical,
      typeof horizontal === 'number' ? [horizontal, horizontal] : horizontal,
    ];
  }
}
