import { globalAveragePool2dOp } from '../../ops/global-average-pool2d.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const globalAveragePool2dCases = defineCases(globalAveragePool2dOp, [
  {
    name: 'by hand',
    inputs: { x: values([2, 1, 2, 2], [1, 10, 3, 20, 5, 30, 8, 40]) },
    attrs: undefined,
    expected: { y: [2, 15, 6.5, 35] },
    terms: 2,
  },
  { name: 'odd sizes', inputs: { x: uniform([3, 5, 7, 13]) }, attrs: undefined, terms: 35 },
  { name: 'four channels at a time', inputs: { x: uniform([3, 13, 11, 8]) }, attrs: undefined, terms: 143 },
  { name: 'one image, one channel', inputs: { x: uniform([1, 11, 6, 1]) }, attrs: undefined, terms: 66 },
  { name: 'one pixel', inputs: { x: uniform([2, 1, 1, 5]) }, attrs: undefined },
  { name: 'a long sum', inputs: { x: uniform([2, 101, 67, 3]) }, attrs: undefined, terms: 101 * 67 },
  { name: 'beyond one dispatch dimension', inputs: { x: uniform([2049, 1, 1, 2048]) }, attrs: undefined },
]);
