import { categoricalCrossentropyOp } from '../../ops/categorical-crossentropy.ts';
import { defineCases } from '../case.ts';
import { oneHot, uniform, values } from '../recipes.ts';

export const categoricalCrossentropyCases = defineCases(categoricalCrossentropyOp, [
  {
    // -log(0.9 / 1.2) and -log(0.8 / 1), as Keras gives.
    name: 'two sigmoid outputs, by hand',
    inputs: { target: values([2, 2], [1, 0, 0, 1]), output: values([2, 2], [0.9, 0.3, 0.2, 0.8]) },
    attrs: {},
    expected: { y: [0.287682, 0.223144], normalizer: [1.2, 1], weight: [1, 1] },
    terms: 2,
  },
  {
    // exp of the logits is 1, 2, 5, so y = -(0.5 log(2/8) + 0.5 log(5/8)) and 2 · -log(1/8).
    name: 'soft targets and logits, by hand',
    inputs: {
      target: values([2, 3], [0, 0.5, 0.5, 2, 0, 0]),
      output: values([2, 3], [0, Math.log(2), Math.log(5), 0, Math.log(2), Math.log(5)]),
    },
    attrs: { fromLogits: true },
    expected: { y: [0.928149, 4.158883], normalizer: [2.0794415, 2.0794415], weight: [1, 2] },
    terms: 3,
  },
  {
    // The second probability is 0 and counts as 1e-7: y = -(0.25 log(1 - 1e-7) + 0.75 log(1e-7)).
    name: 'clipped probabilities, by hand',
    inputs: { target: values([1, 2], [0.25, 0.75]), output: values([1, 2], [1000, 0]) },
    attrs: {},
    expected: { y: [12.088572], normalizer: [1000], weight: [0] },
    terms: 2,
  },
  {
    name: 'odd sizes, logits',
    inputs: { target: oneHot([67, 13]), output: uniform([67, 13], -4, 4) },
    attrs: { fromLogits: true },
    terms: 13,
    ulps: 24,
    because: "WGSL's exp is exact to 3 + 2|x| units",
  },
  {
    name: 'odd sizes, soft targets and probabilities',
    inputs: { target: uniform([67, 13], 0, 1), output: uniform([67, 13], 0.05, 1) },
    attrs: {},
    terms: 26,
    ulps: 32,
    because: 'the loss sums logarithms, each with the error of the quotient before it',
  },
  {
    name: 'one sample, two leading axes',
    inputs: { target: uniform([1, 3, 5], 0, 1), output: uniform([1, 3, 5], 0.05, 1) },
    attrs: {},
    terms: 10,
  },
  {
    name: 'one class',
    inputs: { target: uniform([3, 1], 0, 1), output: uniform([3, 1]) },
    attrs: { fromLogits: true },
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { target: uniform([2049 * 2048, 1], 0, 1), output: uniform([2049 * 2048, 1], 0.5, 1) },
    attrs: {},
  },
]);
