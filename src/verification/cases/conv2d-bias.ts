import { conv2dBiasOp } from '../../ops/conv2d-bias.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const conv2dBiasCases = defineCases(conv2dBiasOp, [
  {
    name: 'by hand, relu',
    inputs: {
      x: values([1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
      filter: values([2, 2, 1, 1], [1, 2, 3, 4]),
      bias: values([1], [-50]),
    },
    attrs: { activation: 'relu' },
    expected: { y: [0, 0, 17, 27] },
    terms: 5,
  },
  {
    name: 'no activation, odd sizes',
    inputs: { x: uniform([2, 7, 9, 5]), filter: uniform([3, 3, 5, 7]), bias: uniform([7]) },
    attrs: {},
    terms: 46,
  },
  {
    name: 'relu, same, stride 2',
    inputs: { x: uniform([3, 8, 7, 3]), filter: uniform([3, 3, 3, 18]), bias: uniform([18]) },
    attrs: { activation: 'relu', padding: 'same', strides: 2 },
    terms: 28,
  },
  {
    name: 'relu6',
    inputs: { x: uniform([1, 5, 4, 8], 0, 1), filter: uniform([2, 2, 8, 6], 0, 1), bias: uniform([6], -5, 0) },
    attrs: { activation: 'relu6' },
    terms: 33,
  },
  {
    name: 'sigmoid, dilated',
    inputs: { x: uniform([2, 6, 6, 4]), filter: uniform([3, 2, 4, 3]), bias: uniform([3]) },
    attrs: { activation: 'sigmoid', dilations: 2 },
    terms: 25,
  },
  {
    name: 'tanh, one channel',
    inputs: { x: uniform([1, 4, 5, 2]), filter: uniform([3, 3, 2, 1]), bias: uniform([1]) },
    attrs: { activation: 'tanh', padding: 'same' },
    terms: 19,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([1, 2, 1, 1]), filter: uniform([1, 1, 1, 1]), bias: uniform([1]) },
    attrs: {
      padding: [
        [4_196_350, 0],
        [0, 0],
      ],
    },
    terms: 2,
  },
]);
