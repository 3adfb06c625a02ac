import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/engine/seeded-random.ts';
import { ValueError } from '../../../src/errors.ts';
import { checkInitializer, type InitializerSpec, initialValues } from '../../../src/nn/initializers/initializers.ts';

// A kernel of 2x2 taps from 25 to 75 channels: 100 inputs of one unit, 300 outputs.
const shape = [2, 2, 25, 75];

function statisticsOf(initializer: InitializerSpec) {
  const values = initialValues(initializer, shape, seededRandom('values'));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance), largest: Math.max(...values.map(Math.abs)) };
}

/** Deviations to 3 % and means to a twentieth of one: six standard errors of 7500 numbers. */
describe.each<[string, InitializerSpec, { mean?: number; deviation: number; largest: number }]>([
  ['glorotUniform', 'glorotUniform', { deviation: Math.sqrt(1 / 200), largest: Math.sqrt(3 / 200) }],
  ['glorotNormal', 'glorotNormal', { deviation: Math.sqrt(1 / 200), largest: 0.16079 }],
  ['heUniform', 'heUniform', { deviation: Math.sqrt(2 / 100), largest: Math.sqrt(6 / 100) }],
  ['heNormal', 'heNormal', { deviation: Math.sqrt(2 / 100), largest: 0.32156 }],
  ['lecunUniform', 'lecunUniform', { deviation: 0.1, largest: Math.sqrt(3 / 100) }],
  ['lecunNormal', { name: 'lecunNormal' }, { deviation: 0.1, largest: 0.22737 }],
  ['randomUniform', 'randomUniform', { deviation: 0.05 / Math.sqrt(3), largest: 0.05 }],
  [
    'randomUniform from 1 to 3',
    { name: 'randomUniform', minValue: 1, maxValue: 3 },
    { mean: 2, deviation: 1 / Math.sqrt(3), largest: 3 },
  ],
  ['randomNormal', 'randomNormal', { deviation: 0.05, largest: 0.3 }],
  ['randomNormal about 2', { name: 'randomNormal', mean: 2, stddev: 0.5 }, { mean: 2, deviation: 0.5, largest: 5 }],
  ['truncatedNormal', { name: 'truncatedNormal', stddev: 1 }, { deviation: 0.87963, largest: 2 }],
  [
    'varianceScaling by outputs',
    { name: 'varianceScaling', scale: 12, mode: 'fanOut', distribution: 'untruncatedNormal' },
    { deviation: 0.2, largest: 1.2 },
  ],
  ['varianceScaling as it is', { name: 'varianceScaling' }, { deviation: 0.1, largest: 0.22737 }],
])('%s', (_, initializer, { mean = 0, deviation, largest }) => {
  it('has the mean and the deviation of its formula', () => {
    const actual = statisticsOf(initializer);
    expect(Math.abs(actual.mean - mean) / deviation).toBeLessThan(0.05);
    expect(Math.abs(actual.deviation / deviation - 1)).toBeLessThan(0.03);
    expect(actual.largest).toBeLessThanOrEqual(largest + 1e-4);
  });
});

describe('constants', () => {
  it.each<[InitializerSpec, number]>([
    ['zeros', 0],
    [{ name: 'ones' }, 1],
    [{ name: 'constant', value: 2.5 }, 2.5],
  ])('%j', (initializer, value) => {
    expect([...initialValues(initializer, [2], seededRandom(''))]).toEqual([value, value]);
  });
});

describe('what initializers refuse', () => {
  it.each<[unknown, string]>([
    ['lecun', 'There is no initializer "lecun".'],
    [
      { name: 'randomNormal', std: 1 },
      'The initializer randomNormal has no option "std". Its options are "mean", "stddev".',
    ],
    [{ name: 'constant', value: 'x' }, 'The value of the constant initializer is "x"; a number is expected.'],
    [
      { name: 'varianceScaling', mode: 'fan' },
      'The mode of the varianceScaling initializer is "fan"; choose one of "fanIn", "fanOut", "fanAvg".',
    ],
    [{ name: 'zeros', value: 1 }, 'The initializer zeros has no option "value".'],
  ])('%j', (initializer, message) => {
    expect(() => checkInitializer(initializer as InitializerSpec)).toThrow(ValueError);
    expect(() => checkInitializer(initializer as InitializerSpec)).toThrow(message);
  });
});
