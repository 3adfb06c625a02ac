import { randomNormalOp, randomUniformOp } from '../../ops/random.ts';
import { defineCases } from '../case.ts';

export const randomUniformCases = defineCases(randomUniformOp, [
  {
    name: 'pcg3d worked out on integers',
    inputs: {},
    attrs: { shape: [2, 2], low: -1, high: 2, seed: 1, salt: 2 },
    expected: { y: [0.3182023763656616, -0.5239608287811279, -0.6950060129165649, 1.936987578868866] },
  },
  { name: 'odd sizes', inputs: {}, attrs: { shape: [3, 5, 7], low: 0, high: 1, seed: 4294967295, salt: 0 } },
  { name: 'one image, one channel', inputs: {}, attrs: { shape: [1, 5, 7, 1], low: 0, high: 1, seed: 2, salt: 9 } },
  {
    name: 'beyond one dispatch dimension',
    inputs: {},
    attrs: { shape: [2049, 2048], low: 0, high: 1, seed: 7, salt: 4294967295 },
  },
]);

// √(−2 log u) reaches 5.8; WGSL's cos is good to 2^-11 between −π and π, and its log to 2^-21 near 1.
const inexact = { ulps: 24576, because: 'WGSL: cos has absolute error 2^-11, and it is multiplied by up to 5.8' };

export const randomNormalCases = defineCases(randomNormalOp, [
  {
    name: 'pcg3d and Box-Muller worked out in double precision',
    inputs: {},
    attrs: { shape: [4], mean: 0, stddev: 1, seed: 1, salt: 2 },
    expected: { y: [-1.0655630517600767, 0.5677772169204698, 0.19150076437160263, 0.6056168339955948] },
    ...inexact,
  },
  { name: 'odd sizes', inputs: {}, attrs: { shape: [3, 5, 7], mean: 1, stddev: 0.5, seed: 3, salt: 0 }, ...inexact },
  {
    name: 'one image, one channel',
    inputs: {},
    attrs: { shape: [1, 5, 7, 1], mean: 0, stddev: 2, seed: 4, salt: 5 },
    ...inexact,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: {},
    attrs: { shape: [2049, 2048], mean: 0, stddev: 1, seed: 7, salt: 1 },
    ...inexact,
  },
]);
