import { transposeOp } from '../../ops/transpose.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const transposeCases = defineCases(transposeOp, [
  {
    name: 'by hand',
    inputs: { x: values([2, 3], [1, 2, 3, 4, 5, 6]) },
    attrs: { perm: [1, 0] },
    expected: { y: [1, 4, 2, 5, 3, 6] },
  },
  { name: 'channels first', inputs: { x: uniform([2, 5, 7, 3]) }, attrs: { perm: [0, 3, 1, 2] } },
  { name: 'rows and columns of four channels', inputs: { x: uniform([2, 5, 7, 4]) }, attrs: { perm: [0, 2, 1, 3] } },
  { name: 'one image, one channel', inputs: { x: uniform([1, 5, 7, 1]) }, attrs: { perm: [3, 2, 1, 0] } },
  { name: 'unchanged', inputs: { x: uniform([3, 5]) }, attrs: { perm: [0, 1] } },
  { name: 'six axes in reverse', inputs: { x: uniform([2, 3, 2, 3, 2, 5]) }, attrs: { perm: [5, 4, 3, 2, 1, 0] } },
  { name: 'beyond one dispatch dimension', inputs: { x: uniform([2049, 2048]) }, attrs: { perm: [1, 0] } },
]);
