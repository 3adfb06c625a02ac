import { concatOp } from '../../ops/concat.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const concatCases = defineCases(concatOp, [
  {
    name: 'by hand',
    inputs: { a: values([2, 1], [1, 2]), b: values([2, 2], [3, 4, 5, 6]) },
    attrs: { axis: 1 },
    expected: { y: [1, 3, 4, 2, 5, 6] },
  },
  { name: 'batches', inputs: { a: uniform([2, 3, 5]), b: uniform([1, 3, 5]) }, attrs: { axis: 0 } },
  { name: 'a middle axis', inputs: { a: uniform([2, 3, 5]), b: uniform([2, 4, 5]) }, attrs: { axis: 1 } },
  { name: 'channels', inputs: { a: uniform([2, 5, 7, 3]), b: uniform([2, 5, 7, 1]) }, attrs: { axis: 3 } },
  { name: 'channels by fours', inputs: { a: uniform([2, 5, 7, 8]), b: uniform([2, 5, 7, 12]) }, attrs: { axis: 3 } },
  { name: 'by fours and by ones', inputs: { a: uniform([3, 5, 4]), b: uniform([3, 5, 7]) }, attrs: { axis: 2 } },
  { name: 'one image', inputs: { a: uniform([1, 3, 3, 1]), b: uniform([1, 3, 3, 1]) }, attrs: { axis: 3 } },
  {
    name: 'beyond one dispatch dimension',
    inputs: { a: uniform([2049, 1023]), b: uniform([2049, 1025]) },
    attrs: { axis: 1 },
  },
]);
