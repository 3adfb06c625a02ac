import { boundedReluOp } from '../../ops/bounded-relu.ts';
import { clipOp } from '../../ops/clip.ts';
import { eluOp } from '../../ops/elu.ts';
import { expOp } from '../../ops/exp.ts';
import { geluOp, geluTanhOp } from '../../ops/gelu.ts';
import { leakyReluOp } from '../../ops/leaky-relu.ts';
import type { PointwiseAttrs } from '../../ops/pointwise.ts';
import { reluOp } from '../../ops/relu.ts';
import { relu6Op } from '../../ops/relu6.ts';
import { sigmoidOp } from '../../ops/sigmoid.ts';
import { siluOp } from '../../ops/silu.ts';
import { softplusOp } from '../../ops/softplus.ts';
import { sqrtOp } from '../../ops/sqrt.ts';
import { tanhOp } from '../../ops/tanh.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

/** Rows that every function gets: odd sizes over its curved part, one image of one channel, and a very large tensor. */
const rows = (attrs: PointwiseAttrs) => [
  { name: 'odd sizes', inputs: { x: uniform([3, 15, 17, 3], -5, 8) }, attrs },
  { name: 'one image, one channel', inputs: { x: uniform([1, 3, 5, 1]) }, attrs },
  { name: 'beyond one dispatch dimension', inputs: { x: uniform([1, 2049, 2048, 1]) }, attrs },
];

/** Arguments far outside the curved part, where careless formulas overflow. */
const extreme = values([6], [-100, -20, -1, 1, 20, 100]);

export const reluCases = defineCases(reluOp, [
  { name: 'by hand', inputs: { x: values([4], [-1, -0.25, 0.5, 3]) }, attrs: {}, expected: { y: [0, 0, 0.5, 3] } },
  ...rows({}),
]);

export const relu6Cases = defineCases(relu6Op, [
  { name: 'by hand', inputs: { x: values([4], [-1, 0.5, 5, 7]) }, attrs: {}, expected: { y: [0, 0.5, 5, 6] } },
  ...rows({}),
]);

export const leakyReluCases = defineCases(leakyReluOp, [
  {
    name: 'by hand',
    inputs: { x: values([3], [-2, -1, 3]) },
    attrs: { alpha: 0.25 },
    expected: { y: [-0.5, -0.25, 3] },
  },
  ...rows({ alpha: 0.2 }),
]);

export const eluCases = defineCases(eluOp, [
  { name: 'by hand', inputs: { x: values([2], [-1, 2]) }, attrs: { alpha: 1 }, expected: { y: [-0.6321205588, 2] } },
  ...rows({ alpha: 1 }),
  { name: 'another alpha, far from 0', inputs: { x: extreme }, attrs: { alpha: 1.5 } },
]);

export const geluCases = defineCases(geluOp, [
  {
    name: 'by hand (Φ(1) = 0.8413447461)',
    inputs: { x: values([4], [-1, 0, 1, 2]) },
    attrs: {},
    expected: { y: [-0.1586552539, 0, 0.8413447461, 1.9544997361] },
  },
  ...rows({}),
  { name: 'far from 0', inputs: { x: extreme }, attrs: {} },
]);

export const geluTanhCases = defineCases(geluTanhOp, [
  {
    name: 'by hand (tanh(0.8338) = 0.6823839806)',
    inputs: { x: values([3], [-1, 0, 1]) },
    attrs: {},
    expected: { y: [-0.1588080094, 0, 0.8411919906] },
  },
  ...rows({}),
  { name: 'far from 0', inputs: { x: extreme }, attrs: {} },
]);

export const siluCases = defineCases(siluOp, [
  {
    name: 'by hand',
    inputs: { x: values([3], [-1, 0, 1]) },
    attrs: {},
    expected: { y: [-0.2689414214, 0, 0.7310585786] },
  },
  ...rows({}),
  { name: 'far from 0', inputs: { x: extreme }, attrs: {} },
]);

export const sigmoidCases = defineCases(sigmoidOp, [
  {
    name: 'by hand',
    inputs: { x: values([3], [-1, 0, 1]) },
    attrs: {},
    expected: { y: [0.2689414214, 0.5, 0.7310585786] },
  },
  ...rows({}),
  { name: 'far from 0', inputs: { x: extreme }, attrs: {} },
]);

export const tanhCases = defineCases(tanhOp, [
  {
    name: 'by hand',
    inputs: { x: values([3], [-1, 0, 0.5]) },
    attrs: {},
    expected: { y: [-0.761594156, 0, 0.4621171573] },
  },
  ...rows({}),
  { name: 'on both sides of the series', inputs: { x: uniform([65], -0.4, 0.4) }, attrs: {} },
  { name: 'far from 0', inputs: { x: extreme }, attrs: {} },
]);

export const softplusCases = defineCases(softplusOp, [
  {
    name: 'by hand',
    inputs: { x: values([3], [-1, 0, 1]) },
    attrs: {},
    expected: { y: [0.3132616875, Math.LN2, 1.3132616875] },
  },
  ...rows({}),
  { name: 'far from 0', inputs: { x: extreme }, attrs: {} },
]);

export const clipCases = defineCases(clipOp, [
  {
    name: 'by hand',
    inputs: { x: values([5], [-3, -0.5, 0.25, 2, 9]) },
    attrs: { alpha: -0.75, beta: 2.5 },
    expected: { y: [-0.75, -0.5, 0.25, 2, 2.5] },
  },
  ...rows({ alpha: -0.7, beta: 0.6 }),
]);

export const boundedReluCases = defineCases(boundedReluOp, [
  {
    name: 'slope 0.5, at most 6, from 1 on, by hand',
    inputs: { x: values([5], [-3, 0, 1.5, 5, 7]) },
    attrs: { alpha: 0.5, beta: 6, gamma: 1 },
    expected: { y: [-2, -0.5, 1.5, 5, 6] },
  },
  ...rows({ alpha: 0.1, beta: 0.75, gamma: -0.25 }),
]);

/** Arguments that a root and a slope of moderate size have. */
const positive = (shape: readonly number[]) => uniform(shape, 0.25, 4);

export const sqrtCases = defineCases(sqrtOp, [
  { name: 'by hand', inputs: { x: values([3], [0.25, 1, 9]) }, attrs: {}, expected: { y: [0.5, 1, 3] } },
  { name: 'odd sizes', inputs: { x: positive([3, 15, 17, 3]) }, attrs: {} },
  { name: 'one image, one channel', inputs: { x: positive([1, 3, 5, 1]) }, attrs: {} },
  { name: 'beyond one dispatch dimension', inputs: { x: positive([1, 2049, 2048, 1]) }, attrs: {} },
]);

export const expCases = defineCases(expOp, [
  { name: 'by hand', inputs: { x: values([3], [-1, 0, 1]) }, attrs: {}, expected: { y: [0.3678794412, 1, Math.E] } },
  { name: 'odd sizes', inputs: { x: uniform([3, 15, 17, 3], -5, 2) }, attrs: {} },
  { name: 'one image, one channel', inputs: { x: uniform([1, 3, 5, 1]) }, attrs: {} },
  { name: 'beyond one dispatch dimension', inputs: { x: uniform([1, 2049, 2048, 1]) }, attrs: {} },
]);
