import { batchNormOp } from '../../ops/batch-norm.ts';
import { batchNormGradOp } from '../../ops/batch-norm-grad.ts';
import { batchNormInferenceOp } from '../../ops/batch-norm-inference.ts';
import { movingAverageOp } from '../../ops/moving-average.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

const gradInputs = (shape: readonly [number, number, number, number]) => ({
  dy: uniform(shape),
  x: uniform(shape),
  gamma: uniform([shape[3]]),
  mean: uniform([shape[3]]),
  variance: uniform([shape[3]], 0.1, 1),
});

export const batchNormCases = defineCases(batchNormOp, [
  {
    // Channel 0 is 1, 3 (mean 2, variance 1), channel 1 is 2, 10 (mean 6, variance 16).
    name: 'by hand',
    inputs: { x: values([2, 2], [1, 2, 3, 10]), gamma: values([2], [1, 10]), beta: values([2], [0, 5]) },
    attrs: { epsilon: 9 },
    expected: { y: [-0.31622777, -3, 0.31622777, 13], mean: [2, 6], variance: [1, 16] },
    terms: 2,
  },
  {
    name: 'images of odd sizes',
    inputs: { x: uniform([3, 5, 7, 13]), gamma: uniform([13]), beta: uniform([13]) },
    attrs: {},
    terms: 105,
  },
  {
    name: 'relu, four channels at a time',
    inputs: { x: uniform([2, 7, 9, 8]), gamma: uniform([8]), beta: uniform([8]) },
    attrs: { activation: 'relu' },
    terms: 126,
  },
  {
    name: 'relu, by hand',
    inputs: { x: values([2, 2], [1, 2, 3, 10]), gamma: values([2], [1, 10]), beta: values([2], [0, 5]) },
    attrs: { epsilon: 9, activation: 'relu' },
    expected: { y: [0, 0, 0.31622777, 13], mean: [2, 6], variance: [1, 16] },
    terms: 2,
  },
  {
    name: 'four channels and two rows at a time, three levels of sums',
    inputs: { x: uniform([10_007, 32]), gamma: uniform([32]), beta: uniform([32]) },
    attrs: {},
    terms: 201,
  },
  {
    name: 'one image, one channel',
    inputs: { x: uniform([1, 9, 11, 1]), gamma: uniform([1]), beta: uniform([1]) },
    attrs: { epsilon: 1e-5 },
    terms: 99,
  },
  {
    name: 'a single row, whose variance is 0',
    inputs: { x: uniform([1, 5]), gamma: uniform([5]), beta: uniform([5]) },
    attrs: {},
  },
  {
    name: 'a long sum',
    inputs: { x: uniform([10_007, 3]), gamma: uniform([3]), beta: uniform([3]) },
    attrs: {},
    terms: 201,
  },
  {
    name: 'a mean far from 0',
    inputs: { x: uniform([67, 3], 100, 101), gamma: uniform([3]), beta: uniform([3]) },
    attrs: {},
    terms: 67,
    ulps: 512,
    because: 'a mean of 100 is rounded by 32 units of 2^-23, which the division by the deviation 0.3 multiplies',
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([3, 1_398_784]), gamma: uniform([1_398_784]), beta: uniform([1_398_784]) },
    attrs: { epsilon: 1 },
    terms: 3,
  },
]);

export const batchNormInferenceCases = defineCases(batchNormInferenceOp, [
  {
    name: 'by hand',
    inputs: {
      x: values([2, 2], [1, 2, 3, 10]),
      gamma: values([2], [3, 10]),
      beta: values([2], [0, 5]),
      mean: values([2], [0, 6]),
      variance: values([2], [0, 7]),
    },
    attrs: { epsilon: 9 },
    expected: { y: [1, -5, 3, 15] },
    terms: 2,
  },
  {
    name: 'images of odd sizes',
    inputs: {
      x: uniform([3, 5, 7, 13]),
      gamma: uniform([13]),
      beta: uniform([13]),
      mean: uniform([13]),
      variance: uniform([13], 0.1, 1),
    },
    attrs: {},
    terms: 105,
  },
  {
    name: 'relu, four channels at a time',
    inputs: {
      x: uniform([2, 7, 9, 8]),
      gamma: uniform([8]),
      beta: uniform([8]),
      mean: uniform([8]),
      variance: uniform([8], 0.1, 1),
    },
    attrs: { activation: 'relu' },
    terms: 126,
  },
  {
    name: 'one sample, one channel',
    inputs: {
      x: uniform([1, 1]),
      gamma: uniform([1]),
      beta: uniform([1]),
      mean: uniform([1]),
      variance: uniform([1], 0.1, 1),
    },
    attrs: {},
  },
  {
    name: 'a long sum',
    inputs: {
      x: uniform([10_007, 3]),
      gamma: uniform([3]),
      beta: uniform([3]),
      mean: uniform([3]),
      variance: uniform([3], 0.1, 1),
    },
    attrs: {},
    terms: 201,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: {
      x: uniform([3, 1_398_784]),
      gamma: uniform([1_398_784]),
      beta: uniform([1_398_784]),
      mean: uniform([1_398_784]),
      variance: uniform([1_398_784], 0.1, 1),
    },
    attrs: {},
    terms: 3,
  },
]);

export const batchNormGradCases = defineCases(batchNormGradOp, [
  {
    // The deviation is 2: dx is 4 / 2 times dy where x is above 0, dgamma is (−1 + 4 + 9) / 2.
    name: 'after a relu, by hand',
    inputs: {
      dy: values([4, 1], [1, 2, 3, 4]),
      x: values([4, 1], [-1, 2, 3, 0]),
      gamma: values([1], [4]),
      mean: values([1], [0]),
      variance: values([1], [3]),
    },
    attrs: { epsilon: 1, ofBatch: false, ofRelu: true },
    expected: { dx: [0, 4, 6, 0], dgamma: [6], dbeta: [10] },
    terms: 4,
  },
  { name: 'odd sizes', inputs: gradInputs([3, 5, 7, 13]), attrs: { ofBatch: true }, terms: 105 },
  {
    name: 'after a relu, four channels at a time',
    inputs: gradInputs([1, 7, 9, 8]),
    attrs: { ofBatch: true, ofRelu: true },
    terms: 63,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: gradInputs([3, 1, 1, 1_398_784]),
    attrs: { ofBatch: true, epsilon: 1 },
    terms: 3,
  },
]);

export const movingAverageCases = defineCases(movingAverageOp, [
  {
    name: 'by hand',
    inputs: { moving: values([3], [1, 0, -2]), value: values([3], [2, 4, 2]) },
    attrs: { momentum: 0.75 },
    expected: { moving: [1.25, 1, -1] },
  },
  { name: 'odd sizes', inputs: { moving: uniform([13, 67]), value: uniform([13, 67]) }, attrs: {} },
  { name: 'one element', inputs: { moving: uniform([1]), value: uniform([1]) }, attrs: { momentum: 0 } },
  {
    name: 'beyond one dispatch dimension',
    inputs: { moving: uniform([4_196_352]), value: uniform([4_196_352]) },
    attrs: {},
  },
]);
