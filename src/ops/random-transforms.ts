import { defineOp } from '../engine/op.ts';
import { spec, type TensorSpec } from '../engine/shape.ts';
import type { Tensor } from '../engine/tensor.ts';
import { defineKernel } from '../engine/webgpu/kernel.ts';
import { ValueError } from '../errors.ts';
import {
  type RandomTransformsAttrs,
  type Range,
  randomTransforms as reference,
} from '../kernels/reference/random-transforms.ts';
import flatIndex from '../kernels/wgsl/lib/flat-index.wgsl?raw';
import randomWgsl from '../kernels/wgsl/lib/random.wgsl?raw';
import randomTransformsWgsl from '../kernels/wgsl/random-transforms.wgsl?raw';
import { checkRange } from './check-range.ts';
import { checkSeed } from './check-seed.ts';
import { checkWord } from './check-word.ts';

const kernel = defineKernel({
  name: 'random-transforms',
  code: [flatIndex, randomWgsl, randomTransformsWgsl],
  bindings: { seed: 'read', transforms: 'write' },
  params: {
    salt: 'u32',
    flipColumns: 'u32',
    flipRows: 'u32',
    keepAspect: 'u32',
    height: 'f32',
    width: 'f32',
    rotationLow: 'f32',
    rotationRange: 'f32',
    zoomHeightLow: 'f32',
    zoomHeightRange: 'f32',
    zoomWidthLow: 'f32',
    zoomWidthRange: 'f32',
    translationHeightLow: 'f32',
    translationHeightRange: 'f32',
    translationWidthLow: 'f32',
    translationWidthRange: 'f32',
    images: 'u32',
  },
});

export const randomTransformsOp = defineOp({
  name: 'randomTransforms',

  outputs: ({ seed }: { seed: TensorSpec }, attrs: RandomTransformsAttrs) => {
    checkSeed('randomTransforms', seed);
    checkWord(attrs.salt, 'randomTransforms: salt');
    const { flip, rotation, zoomHeight, zoomWidth, translationHeight, translationWidth } = attrs;
    if (flip !== null && !['horizontal', 'vertical', 'horizontal_and_vertical'].includes(flip)) {
      throw new ValueError(
        `randomTransforms: flip is "${flip}"; choose "horizontal", "vertical", "horizontal_and_vertical" or null.`,
        { flip },
      );
    }
    const ranges = { rotation, zoomHeight, zoomWidth: zoomWidth ?? zoomHeight, translationHeight, translationWidth };
    for (const [name, range] of Object.entries(ranges)) checkRange(`randomTransforms: ${name}`, range);
    return { transforms: spec([attrs.batch, 6]) };
  },

  reference: ({ seed }, { transforms }, attrs) => reference(seed, transforms, attrs),

  gpu: ({ seed }, { transforms }, attrs) => {
    const { batch, salt, height, width, flip, rotation, zoomHeight, translationHeight, translationWidth } = attrs;
    const zoomWidth = attrs.zoomWidth ?? zoomHeight;
    return [
      kernel.dispatch(
        { seed, transforms },
        {
          salt,
          flipColumns: Number(flip !== null && flip !== 'vertical'),
          flipRows: Number(flip !== null && flip !== 'horizontal'),
          keepAspect: Number(attrs.zoomWidth === null),
          height,
          width,
          rotationLow: rotation[0],
          rotationRange: lengthOf(rotation),
          zoomHeightLow: zoomHeight[0],
          zoomHeightRange: lengthOf(zoomHeight),
          zoomWidthLow: zoomWidth[0],
          zoomWidthRange: lengthOf(zoomWidth),
          translationHeightLow: translationHeight[0],
          translationHeightRange: lengthOf(translationHeight),
          translationWidthLow: translationWidth[0],
          translationWidthRange: lengthOf(translationWidth),
          images: batch,
        },
        { threads: batch },
      ),
    ];
  },
});

const lengthOf = ([low, high]: Range): number => high - low;

/** {@link RandomTransformsAttrs} with what is left out: nothing happens by it. */
export type RandomTransformsOptions = Pick<RandomTransformsAttrs, 'batch' | 'salt' | 'height' | 'width'> &
  Partial<RandomTransformsAttrs>;

const nothing: Range = [0, 0];

/**
 * Random transforms `[batch, 6]` for `affineTransform`, others for each image: it is mirrored, turned, zoomed and moved,
 * in this order, about its center, by numbers drawn evenly from the given ranges. They depend on `seed`, a `u32` tensor
 * of one element, on `salt` and on the image's index: all devices draw the same ones, and a trace draws others when the
 * seed is written anew. Throws `ValueError` for ranges that are not two numbers, the lower first.
 */
export const randomTransforms = (
  seed: Tensor,
  {
    flip = null,
    rotation = nothing,
    zoomHeight = nothing,
    zoomWidth = null,
    translationHeight = nothing,
    translationWidth = nothing,
    ...images
  }: RandomTransformsOptions,
): Tensor =>
  randomTransformsOp(
    { seed },
    { ...images, flip, rotation, zoomHeight, zoomWidth, translationHeight, translationWidth },
  ).transforms;
