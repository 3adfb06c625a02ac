import { argmaxOp } from '../../ops/argmax.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const argmaxCases = defineCases(argmaxOp, [
  {
    name: 'by hand, the first of equals',
    inputs: { x: values([3, 3], [1, 5, 5, -3, -4, -3, 0, 0, 1]) },
    attrs: { axis: -1 },
    expected: { y: [1, 0, 2] },
  },
  { name: 'a middle axis', inputs: { x: uniform([3, 13, 7]) }, attrs: { axis: 1 } },
  { name: 'one row', inputs: { x: uniform([1, 1001]) }, attrs: { axis: 1 } },
  { name: 'one class', inputs: { x: uniform([5, 1]) }, attrs: { axis: 1 } },
  { name: 'beyond one dispatch dimension', inputs: { x: uniform([2, 2049, 2048]) }, attrs: { axis: 0 } },
]);
