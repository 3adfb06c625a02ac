import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { type AffineTransformAttrs, affineTransform, composeTransforms } from '../../ops/index.ts';
import type { Postponed } from './layer.ts';

/**
 * Images whose pixels are to be moved. They are read only when somebody needs them, so that transforms which follow each
 * other cost, and blur, no more than one.
 */
export class MovedImages implements Postponed {
  readonly #images: Tensor;
  readonly #transforms: Tensor;
  readonly #resampling: AffineTransformAttrs | null;
  #resampled: Tensor | null = null;

  /** @param resampling null where any gives the same. */
  constructor(images: Tensor, transforms: Tensor, resampling: AffineTransformAttrs | null) {
    this.#images = images;
    this.#transforms = transforms;
    this.#resampling = resampling;
  }

  /** `[batch, height, width, channels]`, before and after. */
  get shape(): Shape {
    return this.#images.shape;
  }

  /** Moves the pixels further: in the same reading of the images where that reads alike, in one of its own elsewhere. */
  next(transforms: Tensor, resampling: AffineTransformAttrs | null): MovedImages {
    const own = this.#resampling;
    if (own !== null && resampling !== null && !readsAlike(own, resampling)) {
      return new MovedImages(this.result(), transforms, resampling);
    }
    return new MovedImages(this.#images, composeTransforms(this.#transforms, transforms), own ?? resampling);
  }

  /** The images with their pixels moved. */
  result(): Tensor {
    this.#resampled ??= affineTransform(
      this.#images,
      this.#transforms,
      this.#resampling ?? { interpolation: 'nearest' },
    );
    return this.#resampled;
  }
}

const readsAlike = (a: AffineTransformAttrs, b: AffineTransformAttrs): boolean =>
  a.interpolation === b.interpolation &&
  a.fillMode === b.fillMode &&
  (a.fillMode !== 'constant' || a.fillValue === b.fillValue);
