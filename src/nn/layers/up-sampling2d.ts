import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { type Interpolation, resize2d } from '../../ops/index.ts';
import { checkChoice, pairOf, type Size2d } from '../options.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface UpSampling2DOptions extends LayerOptions {
  /** Factors on height and width, whole numbers. Default 2. */
  readonly size?: Size2d;
  /** `'nearest'` (default) repeats pixels, `'bilinear'` mixes them. */
  readonly interpolation?: Interpolation;
}

/** Images enlarged by whole factors. https://keras.io/api/layers/reshaping_layers/up_sampling2d/ */
export class UpSampling2D extends Layer<Required<Omit<UpSampling2DOptions, keyof LayerOptions>>> {
  constructor(options: UpSampling2DOptions = {}) {
    super('UpSampling2D', options, { size: 2, interpolation: 'nearest' });
    pairOf('UpSampling2D: size', this.settings.size);
    checkChoice('UpSampling2D: interpolation', this.settings.interpolation, ['nearest', 'bilinear']);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const [height, width, channels] = imageShape('UpSampling2D', input);
    const [down, along] = pairOf('UpSampling2D: size', this.settings.size);
    return [height * down, width * along, channels];
  }

  call([x]: readonly Tensor[]): Tensor {
    const [height, width] = this.computeOutputShape([x.shape.slice(1)]);
    return resize2d(x, { height, width, interpolation: this.settings.interpolation });
  }
}
