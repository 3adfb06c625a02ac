import { rescaleOp } from '../../ops/rescale.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const rescaleCases = defineCases(rescaleOp, [
  {
    name: 'by hand',
    inputs: { x: values([3], [0, 2, -4]) },
    attrs: { scale: 0.5, offset: 1 },
    expected: { y: [1, 2, -1] },
  },
  { name: 'odd sizes', inputs: { x: uniform([3, 15, 17, 3], 0, 255) }, attrs: { scale: 1 / 255, offset: 0 } },
  { name: 'batch 1, one channel', inputs: { x: uniform([1, 5, 3, 1]) }, attrs: { scale: 2, offset: -1 } },
  { name: 'beyond one dispatch dimension', inputs: { x: uniform([2049, 2048]) }, attrs: { scale: 2, offset: -1 } },
]);
