import { averagePool2dOp } from '../../ops/average-pool2d.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const averagePool2dCases = defineCases(averagePool2dOp, [
  {
    name: 'by hand, same: padding does not count',
    inputs: { x: values([1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]) },
    attrs: { padding: 'same' },
    expected: { y: [3, 4.5, 7.5, 9] },
    terms: 4,
  },
  {
    name: 'by hand, overlapping windows of two channels',
    inputs: { x: values([1, 1, 4, 2], [1, 8, 5, 2, 3, 5, 4, 8]) },
    attrs: { poolSize: [1, 3], strides: 1 },
    expected: { y: [3, 5, 4, 5] },
    terms: 3,
  },
  {
    name: '2x2, four channels at a time',
    inputs: { x: uniform([2, 9, 11, 12]) },
    attrs: {},
    terms: 4,
  },
  {
    name: '3x3, stride 2, four channels at a time',
    inputs: { x: uniform([2, 9, 8, 8]) },
    attrs: { poolSize: 3, strides: 2, padding: 'same' },
    terms: 9,
  },
  {
    name: 'tiles with gaps and padding before them',
    inputs: { x: uniform([2, 8, 11, 4]) },
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
  { name: '2x2, odd sizes: pixels that no window sees', inputs: { x: uniform([3, 7, 9, 5]) }, attrs: {}, terms: 4 },
  {
    name: '3x3, stride 2, same: padding at the bottom and right only',
    inputs: { x: uniform([2, 6, 8, 3]) },
    attrs: { poolSize: 3, strides: 2, padding: 'same' },
    terms: 9,
  },
  { name: '3x2, stride 1', inputs: { x: uniform([2, 5, 7, 3]) }, attrs: { poolSize: [3, 2], strides: 1 }, terms: 6 },
  {
    name: 'stride wider than the window',
    inputs: { x: uniform([2, 8, 7, 3]) },
    attrs: { poolSize: 2, strides: 3 },
    terms: 4,
  },
  {
    name: 'explicit padding on one side',
    inputs: { x: uniform([1, 5, 4, 2]) },
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
  { name: 'one image, one channel', inputs: { x: uniform([1, 9, 13, 1]) }, attrs: { poolSize: 3 }, terms: 9 },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([1, 2049, 2048, 1]) },
    attrs: { poolSize: 1 },
  },
]);
