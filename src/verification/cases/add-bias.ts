import { addBiasOp } from '../../ops/add-bias.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const addBiasCases = defineCases(addBiasOp, [
  {
    name: 'by hand',
    inputs: { x: values([2, 3], [1, 2, 3, 4, 5, 6]), bias: values([3], [10, 20, 30]) },
    attrs: undefined,
    expected: { y: [11, 22, 33, 14, 25, 36] },
    terms: 2,
  },
  {
    name: 'images of odd sizes',
    inputs: { x: uniform([3, 5, 7, 13]), bias: uniform([13]) },
    attrs: undefined,
    terms: 105,
  },
  {
    name: 'four channels at a time',
    inputs: { x: uniform([3, 7, 11, 8]), bias: uniform([8]) },
    attrs: undefined,
    terms: 231,
  },
  {
    name: 'two rows at a time',
    inputs: { x: uniform([10_007, 32]), bias: uniform([32]) },
    attrs: undefined,
    terms: 201,
  },
  { name: 'one image', inputs: { x: uniform([1, 3, 3, 2]), bias: uniform([2]) }, attrs: undefined, terms: 9 },
  { name: 'one channel', inputs: { x: uniform([67, 1]), bias: uniform([1]) }, attrs: undefined, terms: 67 },
  { name: 'rank 1', inputs: { x: uniform([9]), bias: uniform([9]) }, attrs: undefined },
  { name: 'a long sum', inputs: { x: uniform([10_007, 3]), bias: uniform([3]) }, attrs: undefined, terms: 201 },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([1, 4_196_352]), bias: uniform([4_196_352]) },
    attrs: undefined,
  },
]);
