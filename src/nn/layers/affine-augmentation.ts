import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import type { AffineTransformAttrs } from '../../ops/index.ts';
import { imageShape } from './image-shape.ts';
import { type CallContext, Layer, type Postponed, type Weights } from './layer.ts';
import { MovedImages } from './moved-images.ts';

/**
 * A layer that moves the pixels of images by random affine transforms, in training only. Where several follow each
 * other, a model composes their transforms and resamples once: see {@link MovedImages}.
 */
export abstract class AffineAugmentation<Settings extends object = object> extends Layer<Settings> {
  /** How pixels are read; null where they come to lie on pixels anyway, and every way gives the same. */
  abstract readonly resampling: AffineTransformAttrs | null;

  /** Transforms `[batch, 6]` for `affineTransform`, of images `[batch, height, width, channels]`. */
  abstract transforms(images: Shape, context: CallContext): Tensor;

  computeOutputShape([input]: readonly Shape[]): Shape {
    return imageShape(this.className, input);
  }

  call([x]: readonly Tensor[], _weights: Weights, context: CallContext): Tensor {
    return this.postpone(x, context)?.result() ?? x;
  }

  /** The images with the layer's transforms added to those that they wait for. */
  override postpone(images: Tensor | Postponed, context: CallContext): MovedImages | null {
    if (!context.training) return null;
    const transforms = this.transforms(images.shape, context);
    if (images instanceof MovedImages) return images.next(transforms, this.resampling);
    return new MovedImages('result' in images ? images.result() : images, transforms, this.resampling);
  }
}
