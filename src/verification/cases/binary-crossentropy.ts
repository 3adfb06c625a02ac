import { binaryCrossentropyOp } from '../../ops/binary-crossentropy.ts';
import { defineCases } from '../case.ts';
import { oneHot, uniform, values } from '../recipes.ts';

export const binaryCrossentropyCases = defineCases(binaryCrossentropyOp, [
  {
    // (-log 0.8 - log(1 - 0.4)) / 2 and (-log(1 - 0.5) - log 0.5) / 2 = log 2.
    name: 'probabilities, by hand',
    inputs: { target: values([2, 2], [1, 0, 0, 1]), output: values([2, 2], [0.8, 0.4, 0.5, 0.5]) },
    attrs: {},
    expected: { y: [0.3669846, Math.LN2] },
    terms: 2,
  },
  {
    // sigmoid(0) = 1/2 and sigmoid(log 3) = 3/4: (log 2 - log(3/4)) / 2 and (log 2 + log 4) / 2.
    name: 'logits, by hand',
    inputs: { target: values([2, 2], [1, 1, 0, 0]), output: values([2, 2], [0, Math.log(3), 0, Math.log(3)]) },
    attrs: { fromLogits: true },
    expected: { y: [0.4904146, 1.0397208] },
    terms: 2,
  },
  {
    // -log(1e-7), and -log(2^-23), because 1 - 1e-7 is 1 - 2^-23 in f32.
    name: 'clipped on both sides, by hand',
    inputs: { target: values([2, 1], [1, 0]), output: values([2, 1], [-0.5, 1.5]) },
    attrs: {},
    expected: { y: [16.118096, 15.942385] },
  },
  {
    // log(1 + exp(-|x|)) is 0 here: the loss is |x| where the sign is wrong, else 0.
    name: 'logits far from 0, by hand',
    inputs: { target: values([4, 1], [0, 1, 0, 1]), output: values([4, 1], [300, 300, -300, -300]) },
    attrs: { fromLogits: true },
    expected: { y: [300, 0, 0, 300] },
  },
  {
    name: 'odd sizes, logits',
    inputs: { target: oneHot([67, 13]), output: uniform([67, 13], -4, 4) },
    attrs: { fromLogits: true },
    terms: 13,
  },
  {
    name: 'odd sizes, probabilities',
    inputs: { target: uniform([67, 13], 0, 1), output: uniform([67, 13], 0.1, 0.9) },
    attrs: {},
    terms: 26,
  },
  {
    name: 'one sample, two leading axes',
    inputs: { target: uniform([1, 3, 5], 0, 1), output: uniform([1, 3, 5]) },
    attrs: { fromLogits: true },
    terms: 5,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { target: uniform([2049 * 2048, 1], 0, 1), output: uniform([2049 * 2048, 1], -1, 1) },
    attrs: { fromLogits: true },
  },
]);
