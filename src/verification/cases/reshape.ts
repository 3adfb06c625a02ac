import { reshapeOp } from '../../ops/reshape.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const reshapeCases = defineCases(reshapeOp, [
  {
    name: 'by hand',
    inputs: { x: values([2, 3], [1, 2, 3, 4, 5, 6]) },
    attrs: { shape: [3, 2] },
    expected: { y: [1, 2, 3, 4, 5, 6] },
  },
  { name: 'flatten images', inputs: { x: uniform([3, 5, 7, 2]) }, attrs: { shape: [3, -1] } },
  { name: 'one image, one channel', inputs: { x: uniform([1, 5, 7, 1]) }, attrs: { shape: [-1, 1] } },
]);
