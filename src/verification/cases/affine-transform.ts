import type { AffineTransformAttrs } from '../../kernels/reference/affine-transform.ts';
import { affineTransformOp } from '../../ops/affine-transform.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

const bilinear: AffineTransformAttrs = { fillMode: 'reflect', fillValue: 0, interpolation: 'bilinear' };
const nearest: AffineTransformAttrs = { ...bilinear, interpolation: 'nearest' };

/** Four pixels in a row; output pixel j reads column 3j − 4: columns −4, −1, 2 and 5. */
const line = { x: values([1, 1, 4, 1], [1, 2, 3, 4]), transforms: values([1, 6], [3, 0, -4, 0, 1, 0]) };
/** Three by three pixels, half a column to the left of each. */
const halves = {
  x: values([1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
  transforms: values([1, 6], [1, 0, -0.5, 0, 1, 0]),
};

// Coordinates reach 30, each is rounded three times, and neighboring pixels differ by 2 at most.
const rounded = { ulps: 256, because: 'rounded coordinates shift the mix of pixels' };

/** Sums of powers of two, so that all devices see the same nearest pixel. */
const exact = values(
  [3, 6],
  [0.5, 0.25, -3.25, -0.75, 1.5, 2.75, 1, 0, 7.25, 0, 1, -9.75, -1.25, 0.5, 4.25, 0.25, 2, -11.25],
);

export const affineTransformCases = defineCases(affineTransformOp, [
  {
    name: 'a quarter turn counter-clockwise, by hand',
    inputs: { x: halves.x, transforms: values([1, 6], [0, -1, 2, 1, 0, 0]) },
    attrs: bilinear,
    expected: { y: [3, 6, 9, 2, 5, 8, 1, 4, 7] },
  },
  {
    name: 'another transform for each image, by hand',
    inputs: {
      x: values([2, 1, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
      transforms: values([2, 6], [1, 0, 0, 0, 1, 0, -1, 0, 1, 0, 1, 0]),
    },
    attrs: bilinear,
    expected: { y: [1, 2, 3, 4, 7, 8, 5, 6] },
  },
  { name: 'reflect, by hand', inputs: line, attrs: nearest, expected: { y: [4, 1, 3, 3] } },
  { name: 'wrap, by hand', inputs: line, attrs: { ...nearest, fillMode: 'wrap' }, expected: { y: [1, 4, 3, 2] } },
  {
    name: 'constant, by hand',
    inputs: line,
    attrs: { ...nearest, fillMode: 'constant', fillValue: 9 },
    expected: { y: [9, 9, 3, 9] },
  },
  { name: 'nearest, by hand', inputs: line, attrs: { ...nearest, fillMode: 'nearest' }, expected: { y: [1, 1, 3, 4] } },
  {
    name: 'half a pixel, reflect, by hand',
    inputs: halves,
    attrs: bilinear,
    expected: { y: [1, 1.5, 2.5, 4, 4.5, 5.5, 7, 7.5, 8.5] },
  },
  {
    name: 'half a pixel, wrap, by hand',
    inputs: halves,
    attrs: { ...bilinear, fillMode: 'wrap' },
    expected: { y: [2, 1.5, 2.5, 5, 4.5, 5.5, 8, 7.5, 8.5] },
  },
  {
    name: 'half a pixel, constant, by hand',
    inputs: halves,
    attrs: { ...bilinear, fillMode: 'constant', fillValue: -1 },
    expected: { y: [0, 1.5, 2.5, 1.5, 4.5, 5.5, 3, 7.5, 8.5] },
  },
  {
    name: 'a quarter of a row and of a column, by hand',
    inputs: { x: values([1, 2, 2, 1], [0, 8, 16, 40]), transforms: values([1, 6], [1, 0, 0.25, 0, 1, 0.25]) },
    attrs: { ...bilinear, fillMode: 'nearest' },
    expected: { y: [7, 16, 22, 40] },
  },
  ...(['reflect', 'wrap', 'constant', 'nearest'] as const).flatMap((fillMode) => [
    {
      name: `${fillMode}, odd sizes`,
      inputs: { x: uniform([3, 11, 7, 3]), transforms: uniform([3, 6], -2, 2) },
      attrs: { ...bilinear, fillMode, fillValue: 0.5 },
      ...rounded,
    },
    {
      name: `${fillMode}, the nearest of odd sizes`,
      inputs: { x: uniform([3, 11, 7, 5]), transforms: exact },
      attrs: { ...nearest, fillMode, fillValue: 0.5 },
    },
  ]),
  {
    name: 'one image, one pixel wide',
    inputs: { x: uniform([1, 5, 1, 4]), transforms: uniform([1, 6]) },
    attrs: bilinear,
    ...rounded,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([1, 2049, 2048, 1]), transforms: values([1, 6], [-1, 0, 2047, 0, 1, 3]) },
    attrs: { ...nearest, fillMode: 'wrap' },
  },
]);
