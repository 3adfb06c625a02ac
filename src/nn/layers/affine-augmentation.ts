import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import type { AffineTransformAttrs } from '../../ops/index.ts';
import { imageShape } from './image-shape.ts';
import { type CallContext, Layer, type Weights } from './layer.ts';
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
    return context.training ? this.move(x, context).resampled() : x;
  }

  /** The images with the layer's transforms added to those that they wait for. */
  move(images: Tensor | MovedImages, context: CallContext): MovedImages {
    const transforms = this.transforms(images.shape, context);
    return images instanceof MovedImages
      ? images.next(transforms, this.resampling)
      : new MovedImages(images, transforms, this.resampling);
  }
}
