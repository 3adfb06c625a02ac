import { matmulBiasOp } from '../../ops/matmul-bias.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const matmulBiasCases = defineCases(matmulBiasOp, [
  {
    name: 'by hand, relu',
    inputs: {
      a: values([2, 3], [1, 2, 3, 4, 5, 6]),
      b: values([3, 2], [7, 8, 9, 10, 11, 12]),
      bias: values([2], [-60, 1]),
    },
    attrs: { activation: 'relu' },
    expected: { y: [0, 65, 79, 155] },
    terms: 4,
  },
  {
    name: 'no activation, odd sizes',
    inputs: { a: uniform([7, 13]), b: uniform([13, 5]), bias: uniform([5]) },
    attrs: {},
    terms: 14,
  },
  {
    name: 'relu6, both transposed',
    inputs: { a: uniform([13, 7], 0, 1), b: uniform([5, 13], 0, 1), bias: uniform([5]) },
    attrs: { transposeA: true, transposeB: true, activation: 'relu6' },
    terms: 14,
  },
  {
    name: 'sigmoid, one row and one column',
    inputs: { a: uniform([1, 65]), b: uniform([65, 1]), bias: uniform([1]) },
    attrs: { activation: 'sigmoid' },
    terms: 66,
  },
  {
    name: 'tanh, a long sum',
    inputs: { a: uniform([3, 1001], -0.1, 0.1), b: uniform([1001, 24], -0.1, 0.1), bias: uniform([24]) },
    attrs: { activation: 'tanh' },
    terms: 1002,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { a: uniform([2049, 1]), b: uniform([1, 2048]), bias: uniform([2048]) },
    attrs: {},
    terms: 2,
  },
]);
