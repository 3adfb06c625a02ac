import { describe, expect, it } from 'vitest';
import { ShapeError, ValueError } from '../../src/errors.ts';
import {
  Add,
  Concatenate,
  Conv2DTranspose,
  Cropping2D,
  Dropout,
  GaussianNoise,
  Multiply,
  Normalization,
  ReLU,
  Softmax,
  SpatialDropout2D,
  Subtract,
  UpSampling2D,
} from '../../src/nn/layers/index.ts';

describe('what these layers refuse', () => {
  it.each<[string, () => unknown, string]>([
    ['other shapes', () => new Add().computeOutputShape([[2, 3], [2, 4]]), 'Add: cannot combine [2, 3] with [2, 4]'], // biome-ignore format: one shape per input
    ['other ranks', () => new Multiply().computeOutputShape([[2, 3], [3]]), 'Multiply: cannot combine [2, 3] with [3]'],
    [
      'sizes besides the axis',
      () => new Concatenate().computeOutputShape([[2, 3], [4, 3]]), // biome-ignore format: one shape per input
      'Concatenate: cannot join [2, 3] and [4, 3] along axis -1',
    ],
    ['an axis too many', () => new Concatenate({ axis: 3 }).computeOutputShape([[2, 3]]), 'axis 3 is outside'],
    [
      'nothing left',
      () => new Cropping2D({ cropping: 2 }).computeOutputShape([[4, 5, 1]]),
      'cuts all of [4, 5, 1] away',
    ],
    [
      'a noiseShape of another size',
      () => new Dropout({ rate: 0.5, noiseShape: [null, 3] }).computeOutputShape([[4]]),
      'Dropout: has noiseShape [null,3]',
    ],
    [
      'too many means',
      () => new Normalization({ mean: [1, 2, 3], variance: 1 }).computeOutputShape([[2]]),
      'Normalization: has a mean of 3 numbers; inputs are [2], so 2 are expected.',
    ],
    ['another axis', () => new Softmax({ axis: 1 }).computeOutputShape([[2, 3]]), 'Softmax: takes the last axis'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(ShapeError);
    expect(make).toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    ['three to subtract', () => new Subtract().computeOutputShape([[1], [1], [1]]), 'it was applied to 3'],
    ['the batch as axis', () => new Concatenate({ axis: 0 }), 'an integer other than 0, the batch, is expected'],
    ['a negative slope', () => new ReLU({ negativeSlope: -1 }), 'ReLU: negativeSlope is -1;'],
    ['a mean without a variance', () => new Normalization({ mean: 1 }), 'given together or not at all'],
    [
      'an unknown interpolation',
      () => new UpSampling2D({ interpolation: 'cubic' as never }),
      'UpSampling2D: interpolation is "cubic"; choose one of "nearest", "bilinear".',
    ],
    [
      'as much outputPadding as strides',
      () => new Conv2DTranspose({ filters: 1, kernelSize: 3, strides: 2, outputPadding: 2 }),
      'Conv2DTranspose: outputPadding is 2; whole numbers below strides are expected.',
    ],
    ['negative noise', () => new GaussianNoise({ stddev: -1 }), 'GaussianNoise: stddev is -1;'],
    ['all channels', () => new SpatialDropout2D({ rate: 1 }), 'SpatialDropout2D: rate is 1;'],
    ['text for cropping', () => new Cropping2D({ cropping: '1' as never }), 'Cropping2D: cropping is "1";'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  });
});
