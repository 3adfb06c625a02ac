import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { resize2d } from '../../ops/index.ts';
import { checkPositiveInteger } from '../options.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions } from './layer.ts';
import { centerOf, cropToAspect } from './resizing.ts';

export interface CenterCropOptions extends LayerOptions {
  readonly height: number;
  readonly width: number;
}

/**
 * The middle of images; images that are too small for that are resized, cropped to the aspect ratio.
 * https://keras.io/api/layers/preprocessing_layers/image_preprocessing/center_crop/
 */
export class CenterCrop extends Layer<{ height: number; width: number }> {
  constructor(options: CenterCropOptions) {
    super('CenterCrop', options, { height: undefined, width: undefined });
    checkPositiveInteger('CenterCrop: height', this.settings.height);
    checkPositiveInteger('CenterCrop: width', this.settings.width);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const [, , channels] = imageShape('CenterCrop', input);
    return [this.settings.height, this.settings.width, channels];
  }

  call([x]: readonly Tensor[]): Tensor {
    const { height, width } = this.settings;
    const [, inHeight, inWidth] = x.shape;
    if (inHeight >= height && inWidth >= width) return centerOf(x, height, width);
    return resize2d(cropToAspect(x, height, width), { height, width, interpolation: 'bilinear' });
  }
}
