import { conv2dOp } from '../../ops/conv2d.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

export const conv2dCases = defineCases(conv2dOp, [
  {
    name: 'by hand, valid',
    inputs: { x: values([1, 3, 3, 1], [1, 2, 3, 4, 5, 6, 7, 8, 9]), filter: values([2, 2, 1, 1], [1, 2, 3, 4]) },
    attrs: {},
    expected: { y: [37, 47, 67, 77] },
    terms: 4,
  },
  {
    // 2x2 windows reach over the image's last row and column: the extra padding of an even window is at the bottom right.
    name: 'by hand, same, two channels to two',
    inputs: {
      x: values([1, 2, 2, 2], [1, 10, 2, 20, 3, 30, 4, 40]),
      filter: values([2, 2, 2, 2], [1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, -1]),
    },
    attrs: { padding: 'same' },
    expected: { y: [10, 20, 6, 60, 7, 70, 4, 40] },
    terms: 8,
  },
  { name: '3x3, odd sizes', inputs: { x: uniform([2, 7, 9, 5]), filter: uniform([3, 3, 5, 7]) }, attrs: {}, terms: 70 },
  {
    name: '3x3, same',
    inputs: { x: uniform([3, 6, 5, 6]), filter: uniform([3, 3, 6, 9]) },
    attrs: { padding: 'same' },
    terms: 90,
  },
  {
    name: 'stride 2, same: padding at the bottom and right only',
    inputs: { x: uniform([2, 6, 8, 3]), filter: uniform([3, 3, 3, 4]) },
    attrs: { strides: 2, padding: 'same' },
    terms: 36,
  },
  {
    name: 'strides 3 and 2, valid: pixels that no window sees',
    inputs: { x: uniform([2, 9, 8, 3]), filter: uniform([2, 3, 3, 5]) },
    attrs: { strides: [3, 2] },
    terms: 30,
  },
  {
    name: 'stride 3 wider than the window',
    inputs: { x: uniform([1, 8, 7, 2]), filter: uniform([2, 1, 2, 3]) },
    attrs: { strides: 3 },
    terms: 9,
  },
  {
    name: 'explicit padding on one side',
    inputs: { x: uniform([2, 5, 4, 2]), filter: uniform([3, 2, 2, 3]) },
    attrs: {
      padding: [
        [0, 1],
        [2, 0],
      ],
    },
    terms: 50,
  },
  {
    name: 'dilations 2 and 3, same',
    inputs: { x: uniform([2, 7, 8, 3]), filter: uniform([3, 3, 3, 2]) },
    attrs: { dilations: [2, 3], padding: 'same' },
    terms: 112,
  },
  {
    name: 'stride 2 and dilation 2',
    inputs: { x: uniform([1, 9, 11, 2]), filter: uniform([3, 3, 2, 5]) },
    attrs: { strides: 2, dilations: 2 },
    terms: 45,
  },
  {
    name: '1x1, one image, one channel to one',
    inputs: { x: uniform([1, 5, 13, 1]), filter: uniform([1, 1, 1, 1]) },
    attrs: {},
    terms: 65,
  },
  {
    name: 'window as large as the image',
    inputs: { x: uniform([2, 3, 5, 4]), filter: uniform([3, 5, 4, 6]) },
    attrs: {},
    terms: 60,
  },
  {
    name: 'wide: 12 channels to 64, one-sided padding, tiles cut in both directions',
    inputs: { x: uniform([2, 9, 8, 12]), filter: uniform([3, 3, 12, 64]) },
    attrs: {
      padding: [
        [2, 0],
        [0, 1],
      ],
    },
    terms: 576,
  },
  {
    name: 'wide: 65 channels to 21, stride 2, same',
    inputs: { x: uniform([1, 7, 9, 65]), filter: uniform([3, 2, 65, 21]) },
    attrs: { strides: 2, padding: 'same' },
    terms: 390,
  },
  {
    name: 'wide: 8 channels to 130, dilation 2',
    inputs: { x: uniform([1, 9, 13, 8]), filter: uniform([2, 3, 8, 130]) },
    attrs: { dilations: 2 },
    terms: 780,
  },
  {
    name: 'a long sum over images and rows',
    inputs: { x: uniform([9, 31, 17, 2]), filter: uniform([3, 3, 2, 3]) },
    attrs: { padding: 'same' },
    terms: 9 * 31 * 17,
  },
  {
    // Almost all padding: few terms reach the filter's gradient, and the last two outputs alone are not 0.
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([1, 2, 1, 1]), filter: uniform([1, 1, 1, 1]) },
    attrs: {
      padding: [
        [4_196_350, 0],
        [0, 0],
      ],
    },
    terms: 2,
  },
  {
    name: 'input gradient beyond one dispatch dimension',
    inputs: { x: uniform([1, 4_196_352, 1, 1]), filter: uniform([1, 1, 1, 1]) },
    attrs: { strides: [4096, 1] },
    terms: 1025,
  },
  {
    // The window covers far more than the one pixel.
    name: 'filter gradient beyond one dispatch dimension',
    inputs: { x: uniform([1, 1, 1, 1]), filter: uniform([2049, 2048, 1, 1]) },
    attrs: { padding: 'same' },
  },
]);
