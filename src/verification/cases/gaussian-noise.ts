import { gaussianNoiseOp } from '../../ops/gaussian-noise.ts';
import { defineCases } from '../case.ts';
import { indices, uniform, values } from '../recipes.ts';

// √(−2 log u) reaches 5.8; WGSL's cos is good to 2^-11 between −π and π, and its log to 2^-21 near 1.
const inexact = { ulps: 24576, because: 'WGSL: cos has absolute error 2^-11, and it is multiplied by up to 5.8' };

export const gaussianNoiseCases = defineCases(gaussianNoiseOp, [
  {
    name: 'pcg3d and Box-Muller worked out in double precision',
    inputs: { x: values([4], [1, 2, -1, 0]), seed: indices([1], [1]) },
    attrs: { stddev: 1, salt: 2 },
    expected: { y: [-0.0655630517600767, 2.56777721692047, -0.8084992356283974, 0.6056168339955948] },
    ...inexact,
  },
  {
    name: 'odd sizes',
    inputs: { x: uniform([3, 5, 7]), seed: indices([1], [4294967295]) },
    attrs: { stddev: 0.5, salt: 0 },
    ...inexact,
  },
  {
    name: 'one image, one channel',
    inputs: { x: uniform([1, 5, 7, 1]), seed: indices([1], [4]) },
    attrs: { stddev: 2, salt: 5 },
    ...inexact,
  },
  {
    name: 'beyond one dispatch dimension',
    inputs: { x: uniform([2049, 2048]), seed: indices([1], [7]) },
    attrs: { stddev: 1, salt: 1 },
    ...inexact,
  },
]);
