import { sparseCategoricalCrossentropyOp } from '../../ops/sparse-categorical-crossentropy.ts';
import { defineCases } from '../case.ts';
import { indices, integers, uniform, values } from '../recipes.ts';

export const sparseCategoricalCrossentropyCases = defineCases(sparseCategoricalCrossentropyOp, [
  {
    // -log(0.9 / 1.2) and -log(0.8 / 1), as Keras gives.
    name: 'two sigmoid outputs, by hand',
    inputs: { target: indices([2], [0, 1]), output: values([2, 2], [0.9, 0.3, 0.2, 0.8]) },
    attrs: {},
    expected: { y: [0.287682, 0.223144], normalizer: [1.2, 1] },
    terms: 2,
  },
  {
    // exp of the logits is 1, 2, 5 and 3, 3, 3: -log(5/8) and log(3).
    name: 'logits, by hand',
    inputs: {
      target: indices([2, 1], [2, 0]),
      output: values([2, 3], [0, Math.log(2), Math.log(5), Math.log(3), Math.log(3), Math.log(3)]),
    },
    attrs: { fromLogits: true },
    expected: { y: [0.47000363, 1.0986123], normalizer: [2.0794415, 2.1972246] },
    terms: 3,
  },
  {
    name: 'a clipped probability, by hand',
    inputs: { target: indices([1], [1]), output: values([1, 2], [1000, 0]) },
    attrs: {},
    expected: { y: [16.118096] },
    terms: 2,
  },
  {
    name: 'logits far from 0',
    inputs: { target: indices([3], [0, 1, 2]), output: values([3, 3], [90, 91, 89, -200, -201, -199, 0, 120, 119]) },
    attrs: { fromLogits: true },
    terms: 3,
    ulps: 256,
    because: 'the slope is exp(x - normalizer), and rounding a normalizer of 200 moves it by 200 units',
  },
  {
    name: 'odd sizes, logits',
    inputs: { target: integers([67], 13), output: uniform([67, 13], -4, 4) },
    attrs: { fromLogits: true },
    terms: 13,
    ulps: 24,
    because: "WGSL's exp is exact to 3 + 2|x| units",
  },
  {
    name: 'odd sizes, probabilities',
    inputs: { target: integers([67, 1], 13), output: uniform([67, 13], 0.05, 1) },
    attrs: {},
    terms: 13,
  },
  {
    name: 'one sample, two leading axes',
    inputs: { target: integers([1, 3], 5), output: uniform([1, 3, 5], 0.05, 1) },
    attrs: {},
    terms: 5,
  },
  {
    name: 'one class',
    inputs: { target: integers([3], 1), output: uniform([3, 1]) },
    attrs: { fromLogits: true },
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { target: integers([2049 * 2048], 1), output: uniform([2049 * 2048, 1], 0.5, 1) },
    attrs: {},
  },
]);
