import { resize2dOp } from '../../ops/resize2d.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

const bilinear = (height: number, width: number) => ({ height, width, interpolation: 'bilinear' }) as const;
const nearest = (height: number, width: number) => ({ height, width, interpolation: 'nearest' }) as const;

export const resize2dCases = defineCases(resize2dOp, [
  {
    // Centers of the four columns lie at -1/4, 1/4, 3/4 and 5/4 of the two pixels.
    name: 'bilinear to twice the size, by hand',
    inputs: { x: values([1, 1, 2, 1], [0, 8]) },
    attrs: bilinear(2, 4),
    expected: { y: [0, 2, 6, 8, 0, 2, 6, 8] },
    terms: 9,
  },
  {
    name: 'bilinear to half the size, by hand',
    inputs: { x: values([1, 2, 4, 1], [1, 3, 5, 7, 9, 11, 13, 15]) },
    attrs: bilinear(1, 2),
    expected: { y: [6, 10] },
    terms: 4,
  },
  {
    name: 'nearest, by hand',
    inputs: { x: values([1, 2, 3, 1], [1, 2, 3, 4, 5, 6]) },
    attrs: nearest(3, 2),
    expected: { y: [1, 3, 4, 6, 4, 6] },
    terms: 4,
  },
  { name: 'bilinear, larger, odd sizes', inputs: { x: uniform([2, 5, 7, 3]) }, attrs: bilinear(13, 11), terms: 36 },
  { name: 'bilinear, smaller', inputs: { x: uniform([3, 13, 17, 4]) }, attrs: bilinear(5, 4), terms: 4 },
  { name: 'bilinear, higher and narrower', inputs: { x: uniform([2, 3, 9, 8]) }, attrs: bilinear(29, 4), terms: 60 },
  { name: 'bilinear, from one pixel', inputs: { x: uniform([2, 1, 1, 5]) }, attrs: bilinear(3, 4), terms: 12 },
  { name: 'nearest, three times as large', inputs: { x: uniform([2, 5, 3, 8]) }, attrs: nearest(15, 9), terms: 9 },
  { name: 'nearest, smaller', inputs: { x: uniform([2, 13, 17, 3]) }, attrs: nearest(5, 4), terms: 1 },
  { name: 'one image, one channel', inputs: { x: uniform([1, 5, 3, 1]) }, attrs: bilinear(9, 7), terms: 36 },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([1, 1025, 1024, 1]) },
    attrs: nearest(2050, 2048),
    terms: 4,
  },
]);
