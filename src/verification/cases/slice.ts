import { sliceOp } from '../../ops/slice-and-pad.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const sliceCases = defineCases(sliceOp, [
  {
    name: 'by hand',
    inputs: { x: values([3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]) },
    attrs: { begin: [1, 0], size: [2, 2] },
    expected: { y: [4, 5, 7, 8] },
  },
  { name: 'all of it', inputs: { x: uniform([3, 5, 7]) }, attrs: { begin: [0, 0, 0], size: [3, 5, 7] } },
  { name: 'within images', inputs: { x: uniform([2, 7, 9, 3]) }, attrs: { begin: [0, 1, 2, 0], size: [2, 5, 3, 3] } },
  {
    name: 'within images, by fours',
    inputs: { x: uniform([2, 7, 9, 8]) },
    attrs: { begin: [0, 1, 2, 4], size: [2, 5, 3, 4] },
  },
  { name: 'from the second of eight', inputs: { x: uniform([5, 8]) }, attrs: { begin: [0, 1], size: [5, 4] } },
  {
    name: 'one image, one channel',
    inputs: { x: uniform([3, 4, 5, 2]) },
    attrs: { begin: [2, 0, 0, 1], size: [1, 4, 5, 1] },
  },
  {
    name: 'rank 8, cut along four axes',
    inputs: { x: uniform([2, 3, 2, 3, 2, 3, 2, 3]) },
    attrs: { begin: [1, 1, 0, 0, 0, 1, 0, 2], size: [1, 2, 2, 3, 2, 2, 2, 1] },
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([2050, 2049]) },
    attrs: { begin: [1, 1], size: [2049, 2048] },
  },
]);
