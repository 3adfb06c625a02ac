import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { type Interpolation, resize2d, slice } from '../../ops/index.ts';
import { checkChoice, checkPositiveInteger } from '../options.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface ResizingOptions extends LayerOptions {
  readonly height: number;
  readonly width: number;
  /** `'bilinear'` (default) or `'nearest'`. */
  readonly interpolation?: Interpolation;
  /** Cut the borders off first that would not fit the new aspect ratio, instead of distorting. Default false. */
  readonly cropToAspectRatio?: boolean;
}

/**
 * Images at another size, without antialiasing, as in TensorFlow.
 * https://keras.io/api/layers/preprocessing_layers/image_preprocessing/resizing/
 */
export class Resizing extends Layer<Required<Omit<ResizingOptions, keyof LayerOptions>>> {
  constructor(options: ResizingOptions) {
    super('Resizing', options, {
      height: undefined,
      width: undefined,
      interpolation: 'bilinear',
      cropToAspectRatio: false,
    });
    checkPositiveInteger('Resizing: height', this.settings.height);
    checkPositiveInteger('Resizing: width', this.settings.width);
    checkChoice('Resizing: interpolation', this.settings.interpolation, ['bilinear', 'nearest']);
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const [, , channels] = imageShape('Resizing', input);
    return [this.settings.height, this.settings.width, channels];
  }

  call([x]: readonly Tensor[]): Tensor {
    const { height, width, cropToAspectRatio } = this.settings;
    return resize2d(cropToAspectRatio ? cropToAspect(x, height, width) : x, this.settings);
  }
}

/** The largest part in the middle of images whose height and width are in the given ratio. */
export function cropToAspect(x: Tensor, height: number, width: number): Tensor {
  const [, inHeight, inWidth] = x.shape;
  const cropHeight = Math.max(Math.min(inHeight, Math.floor((inWidth * height) / width)), 1);
  const cropWidth = Math.max(Math.min(inWidth, Math.floor((inHeight * width) / height)), 1);
  return centerOf(x, cropHeight, cropWidth);
}

/** The middle of images; what is odd is left at the bottom and right. */
export function centerOf(x: Tensor, height: number, width: number): Tensor {
  const [batch, inHeight, inWidth, channels] = x.shape;
  if (height === inHeight && width === inWidth) return x;
  const top = Math.floor((inHeight - height) / 2);
  const left = Math.floor((inWidth - width) / 2);
  return slice(x, [0, top, left, 0], [batch, height, width, channels]);
}
