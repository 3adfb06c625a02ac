import { adamUpdateOp } from '../../ops/adam-update.ts';
import { rmspropScaleCenteredOp, rmspropScaleOp } from '../../ops/rmsprop-scale.ts';
import { sgdMomentumUpdateOp } from '../../ops/sgd-momentum-update.ts';
import { sgdUpdateOp } from '../../ops/sgd-update.ts';
import { defineCases } from '../case.ts';
import { uniform, values } from '../recipes.ts';

const large = 4_196_352;

export const adamUpdateCases = defineCases(adamUpdateOp, [
  {
    // The first step has the size of the learning rate, 0.1 (less epsilon's share), whatever the gradient's size:
    // alpha = 0.1 · √(1 − 0.999) / (1 − 0.9).
    name: 'first step, by hand',
    inputs: {
      variable: values([3], [1, 1, 1]),
      gradient: values([3], [0.5, -2, 0]),
      m: values([3], [0, 0, 0]),
      v: values([3], [0, 0, 0]),
      hyper: values([2], [0.1, 0.0316227766]),
    },
    attrs: {},
    expected: { variable: [0.9000006325, 1.0999998419, 1], m: [0.05, -0.2, 0], v: [0.00025, 0.004, 0] },
  },
  {
    // m = 1 + (3 − 1) / 2, v = 4 + (9 − 4) / 4, alpha = 0.1 · √(1 − 0.75³) / (1 − 0.5³): 2 − 2 · alpha / (√5.25 + 1).
    name: 'third step, by hand',
    inputs: {
      variable: values([1], [2]),
      gradient: values([1], [3]),
      m: values([1], [1]),
      v: values([1], [4]),
      hyper: values([2], [0.1, 0.0868966076]),
    },
    attrs: { beta1: 0.5, beta2: 0.75, epsilon: 1 },
    expected: { variable: [1.9471959843], m: [2], v: [5.25] },
  },
  {
    // As above, but first 2 · 0.5 · 0.1 is taken off.
    name: 'AdamW, third step, by hand',
    inputs: {
      variable: values([1], [2]),
      gradient: values([1], [3]),
      m: values([1], [1]),
      v: values([1], [4]),
      hyper: values([2], [0.1, 0.0868966076]),
    },
    attrs: { beta1: 0.5, beta2: 0.75, epsilon: 1, weightDecay: 0.5 },
    expected: { variable: [1.8471959843], m: [2], v: [5.25] },
  },
  {
    name: 'odd sizes',
    inputs: {
      variable: uniform([3, 3, 15, 17]),
      gradient: uniform([3, 3, 15, 17]),
      m: uniform([3, 3, 15, 17]),
      v: uniform([3, 3, 15, 17], 0.01, 1),
      hyper: values([2], [0.001, 0.002]),
    },
    attrs: { weightDecay: 0.004 },
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: {
      variable: uniform([large]),
      gradient: uniform([large]),
      m: uniform([large]),
      v: uniform([large], 0.01, 1),
      hyper: values([2], [0.001, 0.002]),
    },
    attrs: {},
  },
]);

export const sgdUpdateCases = defineCases(sgdUpdateOp, [
  {
    name: 'by hand',
    inputs: { variable: values([2], [1, 2]), gradient: values([2], [0.5, -1]), hyper: values([1], [0.1]) },
    attrs: undefined,
    expected: { variable: [0.95, 2.1] },
  },
  {
    name: 'odd sizes',
    inputs: { variable: uniform([3, 15, 17]), gradient: uniform([3, 15, 17]), hyper: values([1], [0.01]) },
    attrs: undefined,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { variable: uniform([large]), gradient: uniform([large]), hyper: values([1], [0.01]) },
    attrs: undefined,
  },
]);

export const sgdMomentumUpdateCases = defineCases(sgdMomentumUpdateOp, [
  {
    // velocity = 0.5 · 0.4 − 0.1 · 1, and in the first step −0.1 · 1.
    name: 'by hand',
    inputs: {
      variable: values([2], [1, 1]),
      gradient: values([2], [1, 1]),
      velocity: values([2], [0.4, 0]),
      hyper: values([1], [0.1]),
    },
    attrs: { momentum: 0.5 },
    expected: { variable: [1.1, 0.9], velocity: [0.1, -0.1] },
  },
  {
    // The variable moves by 0.5 · velocity − 0.1 · 1.
    name: 'Nesterov, by hand',
    inputs: {
      variable: values([2], [1, 1]),
      gradient: values([2], [1, 1]),
      velocity: values([2], [0.4, 0]),
      hyper: values([1], [0.1]),
    },
    attrs: { momentum: 0.5, nesterov: true },
    expected: { variable: [0.95, 0.85], velocity: [0.1, -0.1] },
  },
  {
    name: 'odd sizes',
    inputs: {
      variable: uniform([3, 15, 17]),
      gradient: uniform([3, 15, 17]),
      velocity: uniform([3, 15, 17]),
      hyper: values([1], [0.01]),
    },
    attrs: { momentum: 0.9, nesterov: true },
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: {
      variable: uniform([large]),
      gradient: uniform([large]),
      velocity: uniform([large]),
      hyper: values([1], [0.01]),
    },
    attrs: { momentum: 0.9 },
  },
]);

export const rmspropScaleCases = defineCases(rmspropScaleOp, [
  {
    // velocity = 0.75 · 1 + 0.25 · 9 = 3, y = 3 / √(3 + 1); in the first step 0.25 · 12, so y = −√12 / √4.
    name: 'by hand',
    inputs: { gradient: values([2], [3, -Math.sqrt(12)]), velocity: values([2], [1, 0]) },
    attrs: { rho: 0.75, epsilon: 1 },
    expected: { y: [1.5, -Math.sqrt(3)], velocity: [3, 3] },
  },
  { name: 'odd sizes', inputs: { gradient: uniform([3, 15, 17]), velocity: uniform([3, 15, 17], 0.1, 1) }, attrs: {} },
  { name: 'one channel', inputs: { gradient: uniform([1, 1]), velocity: uniform([1, 1], 0.1, 1) }, attrs: {} },
  {
    name: 'beyond one dispatch dimension',
    inputs: { gradient: uniform([large]), velocity: uniform([large], 0.1, 1) },
    attrs: {},
  },
]);

export const rmspropScaleCenteredCases = defineCases(rmspropScaleCenteredOp, [
  {
    // velocity = 0.75 · 8 + 0.25 · 9 = 8.25, average = 0.75 · 2 + 0.25 · 3 = 2.25: y = 3 / √(8.25 − 2.25² + 0.8125) = 3 / 2.
    name: 'by hand',
    inputs: { gradient: values([1], [3]), velocity: values([1], [8]), averageGradient: values([1], [2]) },
    attrs: { rho: 0.75, epsilon: 0.8125 },
    expected: { y: [1.5], velocity: [8.25], averageGradient: [2.25] },
  },
  {
    // The average's square exceeds the velocity: the variance counts as 0, and y = 1 / √0.25.
    name: 'a variance below 0, by hand',
    inputs: { gradient: values([1], [1]), velocity: values([1], [0]), averageGradient: values([1], [1]) },
    attrs: { rho: 0.5, epsilon: 0.25 },
    expected: { y: [2], velocity: [0.5], averageGradient: [1] },
  },
  {
    name: 'odd sizes',
    inputs: {
      gradient: uniform([3, 15, 17]),
      velocity: uniform([3, 15, 17], 0.5, 1),
      averageGradient: uniform([3, 15, 17], -0.5, 0.5),
    },
    attrs: {},
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: {
      gradient: uniform([large]),
      velocity: uniform([large], 0.5, 1),
      averageGradient: uniform([large], -0.5, 0.5),
    },
    attrs: {},
  },
]);
