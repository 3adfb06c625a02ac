import { depthwiseConv2dOp } from '../../ops/depthwise-conv2d.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const depthwiseConv2dCases = defineCases(depthwiseConv2dOp, [
  {
    name: 'by hand, two channels with two filters each',
    inputs: {
      x: values([1, 1, 3, 2], [1, 10, 2, 20, 3, 30]),
      filter: values([1, 2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
    },
    attrs: {},
    expected: { y: [11, 14, 170, 200, 17, 22, 270, 320] },
    terms: 4,
  },
  { name: '3x3, odd sizes', inputs: { x: uniform([2, 7, 9, 5]), filter: uniform([3, 3, 5, 1]) }, attrs: {}, terms: 70 },
  {
    name: 'three filters a channel, same',
    inputs: { x: uniform([3, 6, 5, 3]), filter: uniform([3, 3, 3, 3]) },
    attrs: { padding: 'same' },
    terms: 90,
  },
  {
    name: 'stride 2, same: padding at the bottom and right only',
    inputs: { x: uniform([2, 6, 8, 7]), filter: uniform([3, 3, 7, 1]) },
    attrs: { strides: 2, padding: 'same' },
    terms: 24,
  },
  {
    name: 'strides 3 and 2, dilations 1 and 2, explicit padding',
    inputs: { x: uniform([2, 9, 8, 3]), filter: uniform([2, 3, 3, 2]) },
    attrs: {
      strides: [3, 2],
      dilations: [1, 2],
      padding: [
        [0, 1],
        [2, 0],
      ],
    },
    terms: 24,
  },
  {
    name: 'windows wholly in the padding',
    inputs: { x: uniform([1, 4, 5, 4]), filter: uniform([2, 1, 4, 1]) },
    attrs: {
      padding: [
        [3, 3],
        [2, 3],
      ],
    },
    terms: 20,
  },
  {
    name: 'one image, one channel',
    inputs: { x: uniform([1, 5, 13, 1]), filter: uniform([3, 3, 1, 1]) },
    attrs: {},
    terms: 33,
  },
  {
    name: 'a long sum over images and rows',
    inputs: { x: uniform([9, 31, 17, 2]), filter: uniform([3, 3, 2, 2]) },
    attrs: { padding: 'same' },
    terms: 9 * 31 * 17,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([1, 1, 1, 4_196_352]), filter: uniform([1, 1, 4_196_352, 1]) },
    attrs: {},
  },
]);
