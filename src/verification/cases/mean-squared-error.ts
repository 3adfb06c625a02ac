import { meanSquaredErrorOp } from '../../ops/mean-squared-error.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const meanSquaredErrorCases = defineCases(meanSquaredErrorOp, [
  {
    name: 'by hand',
    inputs: { target: values([2, 2], [1, 2, 3, 4]), output: values([2, 2], [1, 4, 0, 5]) },
    attrs: undefined,
    expected: { y: [2, 5] },
    terms: 2,
  },
  { name: 'odd sizes', inputs: { target: uniform([67, 13]), output: uniform([67, 13]) }, attrs: undefined, terms: 13 },
  {
    name: 'one image, one channel',
    inputs: { target: uniform([1, 5, 7, 1]), output: uniform([1, 5, 7, 1]) },
    attrs: undefined,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { target: uniform([2049 * 2048, 1]), output: uniform([2049 * 2048, 1]) },
    attrs: undefined,
  },
]);
