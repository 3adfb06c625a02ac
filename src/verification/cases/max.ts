import { maxOp } from '../../ops/max.ts';
import { defineCases } from '../case.ts';
import { distinct, values } from '../recipes.ts';

export const maxCases = defineCases(maxOp, [
  {
    name: 'columns, by hand',
    inputs: { x: values([2, 3], [1, 5, -3, 4, 2, -6]) },
    attrs: { first: 0, last: 0, keepDims: false },
    expected: { y: [4, 5, -3] },
  },
  { name: 'no axes', inputs: { x: distinct([5]) }, attrs: { first: 0, last: -1, keepDims: false } },
  { name: 'two middle axes', inputs: { x: distinct([3, 5, 7, 2]) }, attrs: { first: 1, last: 2, keepDims: true } },
  {
    name: 'one image, one channel',
    inputs: { x: distinct([1, 9, 9, 1]) },
    attrs: { first: 1, last: 2, keepDims: false },
  },
  { name: 'two passes', inputs: { x: distinct([3, 17, 31, 5]) }, attrs: { first: 0, last: 2, keepDims: false } },
  { name: 'three passes', inputs: { x: distinct([130, 131]) }, attrs: { first: 0, last: 1, keepDims: false } },
  {
    name: 'a result beyond one dispatch dimension',
    inputs: { x: distinct([1, 2049, 2048]) },
    attrs: { first: 0, last: 0, keepDims: false },
  },
]);
