import { maxPool2dOp } from '../../ops/max-pool2d.ts';
import { defineCases } from '../case.ts';
import { distinct, values } from '../recipes.ts';

export const maxPool2dCases = defineCases(maxPool2dOp, [
  {
    name: 'by hand, negative numbers, same: padding does not win',
    inputs: { x: values([1, 3, 3, 1], [-5, -2, -7, -4, -3, -9, -6, -8, -1]) },
    attrs: { padding: 'same' },
    expected: { y: [-2, -7, -6, -1], argmax: [1, 2, 6, 8] },
  },
  {
    name: 'by hand, overlapping windows of two channels',
    inputs: { x: values([1, 1, 4, 2], [1, 8, 5, 2, 3, 6, 4, 7]) },
    attrs: { poolSize: [1, 3], strides: 1 },
    expected: { y: [5, 8, 5, 7], argmax: [2, 1, 2, 7] },
    terms: 2,
  },
  {
    name: '2x2, four channels at a time',
    inputs: { x: distinct([2, 9, 11, 12]) },
    attrs: {},
  },
  {
    name: '3x3, stride 2, four channels at a time',
    inputs: { x: distinct([2, 9, 8, 8]) },
    attrs: { poolSize: 3, strides: 2, padding: 'same' },
    terms: 9,
  },
  {
    name: 'tiles with gaps and padding before them',
    inputs: { x: distinct([2, 8, 11, 4]) },
    attrs: {
      poolSize: 2,
      strides: 3,
      padding: [
        [1, 0],
        [1, 1],
      ],
    },
    terms: 4,
  },
  { name: '2x2, odd sizes: pixels that no window sees', inputs: { x: distinct([3, 7, 9, 5]) }, attrs: {} },
  {
    name: '3x3, stride 2, same: padding at the bottom and right only',
    inputs: { x: distinct([2, 6, 8, 3]) },
    attrs: { poolSize: 3, strides: 2, padding: 'same' },
    terms: 4,
  },
  { name: '3x2, stride 1', inputs: { x: distinct([2, 5, 7, 3]) }, attrs: { poolSize: [3, 2], strides: 1 }, terms: 6 },
  {
    name: 'stride wider than the window',
    inputs: { x: distinct([2, 8, 7, 3]) },
    attrs: { poolSize: 2, strides: 3 },
  },
  {
    name: 'explicit padding on one side',
    inputs: { x: distinct([1, 5, 4, 2]) },
    attrs: {
      poolSize: 3,
      strides: [1, 2],
      padding: [
        [0, 1],
        [2, 0],
      ],
    },
    terms: 9,
  },
  { name: 'one image, one channel', inputs: { x: distinct([1, 9, 13, 1]) }, attrs: { poolSize: 3 } },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: distinct([1, 2049, 2048, 1]) },
    attrs: { poolSize: 1 },
  },
]);
