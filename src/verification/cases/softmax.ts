import { logSoftmaxOp } from '../../ops/log-softmax.ts';
import { softmaxOp } from '../../ops/softmax.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const softmaxCases = defineCases(softmaxOp, [
  {
    name: 'by hand',
    inputs: { x: values([2, 3], [0, Math.LN2, 0, 5, 5, 5]) },
    attrs: undefined,
    expected: { y: [0.25, 0.5, 0.25, 1 / 3, 1 / 3, 1 / 3] },
    terms: 3,
  },
  {
    name: 'far apart',
    inputs: { x: values([2, 2], [1000, -1000, -90, 0]) },
    attrs: undefined,
    expected: { y: [1, 0, 0, 1] },
    terms: 2,
  },
  { name: 'odd sizes', inputs: { x: uniform([3, 5, 7, 13], -5, 5) }, attrs: undefined, terms: 13 },
  { name: 'one row', inputs: { x: uniform([1001], -5, 5) }, attrs: undefined, terms: 1001 },
  { name: 'one class', inputs: { x: uniform([5, 1]) }, attrs: undefined },
  { name: 'one image', inputs: { x: uniform([1, 7]) }, attrs: undefined, terms: 7 },
  { name: 'beyond one dispatch dimension', inputs: { x: uniform([2049, 2048, 1]) }, attrs: undefined },
]);

export const logSoftmaxCases = defineCases(logSoftmaxOp, [
  {
    name: 'by hand',
    inputs: { x: values([2, 3], [0, Math.LN2, 0, 5, 5, 5]) },
    attrs: undefined,
    expected: { y: [-2 * Math.LN2, -Math.LN2, -2 * Math.LN2, -1.0986122887, -1.0986122887, -1.0986122887] },
    terms: 3,
  },
  {
    name: 'far apart',
    inputs: { x: values([1, 2], [1000, -1000]) },
    attrs: undefined,
    expected: { y: [0, -2000] },
    terms: 2,
  },
  { name: 'odd sizes', inputs: { x: uniform([3, 5, 7, 13], -5, 5) }, attrs: undefined, terms: 13 },
  { name: 'one row', inputs: { x: uniform([1001], -5, 5) }, attrs: undefined, terms: 1001 },
  { name: 'beyond one dispatch dimension', inputs: { x: uniform([2049, 2048, 1]) }, attrs: undefined },
]);
