import { batchNormInferenceMaxPool2dOp, batchNormMaxPool2dOp } from '../../ops/batch-norm-max-pool2d.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

/** Inputs without statistics, for images of this shape. */
const images = (shape: readonly [number, number, number, number]) => ({
  x: uniform(shape),
  gamma: uniform([shape[3]]),
  beta: uniform([shape[3]]),
});

/** Inputs with statistics. */
const withStatistics = (shape: readonly [number, number, number, number]) => ({
  ...images(shape),
  mean: uniform([shape[3]]),
  variance: uniform([shape[3]], 0.1, 1),
});

export const batchNormMaxPool2dCases = defineCases(batchNormMaxPool2dOp, [
  {
    // Channel 0 is 1, 3 (mean 2, variance 1), channel 1 is 2, 10 (mean 6, variance 16), and falls with x.
    name: 'by hand, a negative gamma',
    inputs: { x: values([1, 1, 2, 2], [1, 2, 3, 10]), gamma: values([2], [1, -10]), beta: values([2], [0, 5]) },
    attrs: { epsilon: 9, poolSize: [1, 2] },
    expected: { y: [0.31622777, 13], argmax: [2, 1], mean: [2, 6], variance: [1, 16] },
    terms: 2,
  },
  { name: 'odd sizes', inputs: images([3, 7, 9, 5]), attrs: {}, terms: 189 },
  {
    name: 'relu, four channels at a time, same',
    inputs: images([2, 9, 11, 12]),
    attrs: { activation: 'relu', poolSize: 3, padding: 'same' },
    terms: 198,
  },
  { name: 'one image, one channel', inputs: images([1, 9, 13, 1]), attrs: { poolSize: 2, strides: 3 }, terms: 117 },
  {
    name: 'beyond one dispatch dimension',
    inputs: images([1, 3, 1, 1_398_784]),
    attrs: { poolSize: 1, epsilon: 1 },
    terms: 3,
  },
]);

export const batchNormInferenceMaxPool2dCases = defineCases(batchNormInferenceMaxPool2dOp, [
  {
    name: 'by hand, relu',
    inputs: {
      x: values([1, 1, 2, 2], [1, 2, 3, 4]),
      gamma: values([2], [3, 10]),
      beta: values([2], [0, 5]),
      mean: values([2], [0, 6]),
      variance: values([2], [0, 7]),
    },
    attrs: { epsilon: 9, poolSize: [1, 2], activation: 'relu' },
    expected: { y: [3, 0], argmax: [2, 1] },
    terms: 2,
  },
  { name: 'odd sizes', inputs: withStatistics([3, 7, 9, 5]), attrs: {} },
  {
    name: 'four channels at a time, padding before tiles with gaps',
    inputs: withStatistics([2, 8, 11, 8]),
    attrs: {
      poolSize: 2,
      strides: 3,
      padding: [
        [1, 0],
        [1, 1],
      ],
    },
  },
  { name: 'one image, one channel', inputs: withStatistics([1, 9, 13, 1]), attrs: { poolSize: 3 } },
  {
    name: 'beyond one dispatch dimension',
    inputs: withStatistics([1, 3, 1, 1_398_784]),
    attrs: { poolSize: 1, epsilon: 1 },
  },
]);
