import { binaryAccuracyOp } from '../../ops/binary-accuracy.ts';
import { categoricalAccuracyOp } from '../../ops/categorical-accuracy.ts';
import { sparseCategoricalAccuracyOp } from '../../ops/sparse-categorical-accuracy.ts';
import { sparseTopKCategoricalAccuracyOp } from '../../ops/sparse-top-k-categorical-accuracy.ts';
import { topKCategoricalAccuracyOp } from '../../ops/top-k-categorical-accuracy.ts';
import { defineCases } from '../case.ts';
import { distinct, indices, integers, oneHot, uniform, values } from '../recipes.ts';

const large = 2049 * 2048;

export const sparseCategoricalAccuracyCases = defineCases(sparseCategoricalAccuracyOp, [
  {
    // The third row has two greatest: the first counts. The last label is no class.
    name: 'by hand',
    inputs: {
      target: indices([5], [2, 0, 0, 1, 3]),
      output: values([5, 3], [1, 2, 3, 1, 2, 3, 5, 5, 4, 5, 5, 4, 1, 1, 1]),
    },
    attrs: undefined,
    expected: { y: [1, 0, 1, 0, 0] },
  },
  { name: 'odd sizes', inputs: { target: integers([67, 1], 13), output: distinct([67, 13]) }, attrs: undefined },
  { name: 'one sample', inputs: { target: integers([1, 3], 4), output: distinct([1, 3, 4]) }, attrs: undefined },
  {
    name: 'beyond one dispatch dimension',
    inputs: { target: integers([large], 2), output: uniform([large, 1]) },
    attrs: undefined,
  },
]);

export const categoricalAccuracyCases = defineCases(categoricalAccuracyOp, [
  {
    name: 'by hand',
    inputs: {
      target: values([4, 2], [0, 1, 0, 1, 1, 0, 0.5, 0.5]),
      output: values([4, 2], [0.2, 0.8, 0.7, 0.3, 0.5, 0.5, 3, -3]),
    },
    attrs: undefined,
    expected: { y: [1, 0, 1, 1] },
  },
  { name: 'odd sizes', inputs: { target: oneHot([67, 13]), output: distinct([67, 13]) }, attrs: undefined },
  { name: 'one sample', inputs: { target: oneHot([1, 4]), output: distinct([1, 4]) }, attrs: undefined },
  {
    name: 'beyond one dispatch dimension',
    inputs: { target: uniform([large, 1]), output: uniform([large, 1]) },
    attrs: undefined,
  },
]);

export const binaryAccuracyCases = defineCases(binaryAccuracyOp, [
  {
    // An output at the threshold counts as 0.
    name: 'by hand',
    inputs: {
      target: values([2, 4], [1, 0, 1, 0, 0, 0, 1, 1]),
      output: values([2, 4], [0.9, 0.1, 0.5, 0.5, 0.8, 0.2, 0.7, 0.6]),
    },
    attrs: {},
    expected: { y: [0.75, 0.75] },
  },
  {
    name: 'another threshold, by hand',
    inputs: { target: values([2, 2], [1, 0, 1, 0]), output: values([2, 2], [0.5, -0.5, -2, 0]) },
    attrs: { threshold: -0.25 },
    expected: { y: [1, 0] },
  },
  { name: 'odd sizes', inputs: { target: oneHot([67, 13]), output: uniform([67, 13], 0, 1) }, attrs: {} },
  { name: 'one sample, one value', inputs: { target: oneHot([1, 1]), output: uniform([1, 1], 0, 1) }, attrs: {} },
  {
    name: 'beyond one dispatch dimension',
    inputs: { target: oneHot([large, 1]), output: uniform([large, 1], 0, 1) },
    attrs: {},
  },
]);

export const sparseTopKCategoricalAccuracyCases = defineCases(sparseTopKCategoricalAccuracyOp, [
  {
    // Ties at the border all count; NaN, infinity and a label that is no class do not.
    name: 'by hand',
    inputs: {
      target: indices([7, 1], [0, 1, 2, 3, 1, 1, 4]),
      output: values(
        [7, 4],
        [
          [4, 3, 2, 1],
          [4, 3, 2, 1],
          [4, 3, 2, 1],
          [4, 2, 2, 2],
          [1, 2, Number.NaN, 0],
          [1, 2, Number.NEGATIVE_INFINITY, 0],
          [1, 1, 1, 1],
        ].flat(),
      ),
    },
    attrs: { k: 2 },
    expected: { y: [1, 1, 0, 1, 0, 0, 0] },
  },
  { name: 'odd sizes, k 5', inputs: { target: integers([67], 13), output: distinct([67, 13]) }, attrs: {} },
  { name: 'fewer classes than k', inputs: { target: integers([3], 4), output: distinct([3, 4]) }, attrs: { k: 5 } },
  { name: 'one sample, k 1', inputs: { target: integers([1], 13), output: distinct([1, 13]) }, attrs: { k: 1 } },
  {
    name: 'beyond one dispatch dimension',
    inputs: { target: integers([large], 2), output: uniform([large, 1]) },
    attrs: { k: 1 },
  },
]);

export const topKCategoricalAccuracyCases = defineCases(topKCategoricalAccuracyOp, [
  {
    name: 'by hand',
    inputs: {
      target: values([3, 3], [1, 0, 0, 0, 1, 0, 0, 0, 1]),
      output: values([3, 3], [3, 2, 1, 3, 2, 1, 3, 2, 1]),
    },
    attrs: { k: 2 },
    expected: { y: [1, 1, 0] },
  },
  { name: 'odd sizes, k 5', inputs: { target: oneHot([67, 13]), output: distinct([67, 13]) }, attrs: {} },
  { name: 'one sample, k 1', inputs: { target: oneHot([1, 13]), output: distinct([1, 13]) }, attrs: { k: 1 } },
  {
    name: 'beyond one dispatch dimension',
    inputs: { target: uniform([large, 1]), output: uniform([large, 1]) },
    attrs: { k: 1 },
  },
]);
