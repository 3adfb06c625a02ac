import { describe, expect, it } from 'vitest';
import { ValueError } from '../../../src/errors.ts';
import { CosineDecay } from '../../../src/nn/schedules/cosine-decay.ts';
import { ExponentialDecay } from '../../../src/nn/schedules/exponential-decay.ts';
import { InverseTimeDecay } from '../../../src/nn/schedules/inverse-time-decay.ts';
import { PiecewiseConstantDecay } from '../../../src/nn/schedules/piecewise-constant-decay.ts';
import { PolynomialDecay } from '../../../src/nn/schedules/polynomial-decay.ts';
import type { Schedule } from '../../../src/nn/schedules/schedules.ts';

function expectRates(schedule: Schedule, rates: Readonly<Record<number, number>>): void {
  for (const [step, rate] of Object.entries(rates)) expect(schedule.at(Number(step))).toBeCloseTo(rate, 10);
}

describe('ExponentialDecay', () => {
  it('falls in jumps with staircase', () => {
    const schedule = new ExponentialDecay({
      initialLearningRate: 1e-4,
      decaySteps: 50,
      decayRate: 0.98,
      staircase: true,
    });
    expectRates(schedule, { 0: 1e-4, 49: 1e-4, 50: 9.8e-5, 99: 9.8e-5, 100: 9.604e-5 });
    expect(schedule.at(960)).toBeCloseTo(6.8123e-5, 9);
  });

  it('falls evenly without', () => {
    const schedule = new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.25 });
    expectRates(schedule, { 0: 0.1, 50: 0.05, 100: 0.025, 200: 0.00625 });
  });
});

describe('InverseTimeDecay', () => {
  it('divides by a number that grows', () => {
    const options = { initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 };
    expectRates(new InverseTimeDecay(options), { 0: 0.1, 10: 0.1 / 1.5, 5: 0.08, 20: 0.05 });
    expectRates(new InverseTimeDecay({ ...options, staircase: true }), { 9: 0.1, 10: 0.1 / 1.5, 19: 0.1 / 1.5 });
  });
});

describe('PolynomialDecay', () => {
  const options = { initialLearningRate: 0.1, decaySteps: 100, endLearningRate: 0.02 };

  it('falls in a straight line and stays', () => {
    expectRates(new PolynomialDecay(options), { 0: 0.1, 25: 0.08, 50: 0.06, 100: 0.02, 1000: 0.02 });
    expectRates(new PolynomialDecay({ initialLearningRate: 0.1, decaySteps: 100 }), { 100: 0.0001 });
  });

  it('falls by a power', () => {
    expectRates(new PolynomialDecay({ ...options, power: 2 }), { 50: 0.04, 100: 0.02 });
  });

  it('rises again with cycle', () => {
    // At 150 of 200 steps a quarter of the way is left, and at 225 of 300.
    expectRates(new PolynomialDecay({ ...options, cycle: true }), {
      0: 0.1,
      50: 0.06,
      100: 0.02,
      150: 0.04,
      200: 0.02,
      225: 0.04,
    });
  });
});

describe('CosineDecay', () => {
  it('falls by half a wave to alpha', () => {
    const options = { initialLearningRate: 0.1, decaySteps: 100 };
    // cos(π/4) = 0.70710678
    expectRates(new CosineDecay(options), { 0: 0.1, 25: 0.0853553391, 50: 0.05, 100: 0, 500: 0 });
    expectRates(new CosineDecay({ ...options, alpha: 0.2 }), { 0: 0.1, 50: 0.06, 100: 0.02, 101: 0.02 });
  });

  it('rises to the target first', () => {
    const schedule = new CosineDecay({
      initialLearningRate: 0,
      decaySteps: 100,
      warmupTarget: 0.2,
      warmupSteps: 10,
    });
    expectRates(schedule, { 0: 0, 5: 0.1, 9: 0.18, 10: 0.2, 60: 0.1, 110: 0, 200: 0 });
  });
});

describe('PiecewiseConstantDecay', () => {
  it('holds each rate up to and with its boundary', () => {
    const schedule = new PiecewiseConstantDecay({ boundaries: [100, 110], values: [1, 0.5, 0.1] });
    expectRates(schedule, { 0: 1, 100: 1, 101: 0.5, 110: 0.5, 111: 0.1, 5000: 0.1 });
  });

  it('refuses boundaries that do not rise or do not fit the values', () => {
    const make = (boundaries: number[], values: number[]) => () => new PiecewiseConstantDecay({ boundaries, values });
    expect(make([10], [1])).toThrow(
      'PiecewiseConstantDecay: boundaries are [10] and values [1]; rising boundaries and one value more',
    );
    expect(make([10, 10], [1, 2, 3])).toThrow(ValueError);
    expect(make([10], [1, Number.NaN])).toThrow('PiecewiseConstantDecay: one of values is NaN; a number is expected.');
  });
});

describe('Schedules', () => {
  it('refuse unknown options and values', () => {
    const right = { initialLearningRate: 0.1, decaySteps: 10 };
    expect(() => new CosineDecay({ ...right, decaySteps: 0 })).toThrow(
      'CosineDecay: decaySteps is 0; a number above 0 is expected.',
    );
    expect(() => new PolynomialDecay({ ...right, decay_steps: 10 } as never)).toThrow(
      'PolynomialDecay has no option "decay_steps". It is called "decaySteps" here. Its options are "initialLearningRate", "decaySteps"',
    );
    expect(() => new InverseTimeDecay(right as never)).toThrow('InverseTimeDecay: decayRate is undefined');
    expect(() => new CosineDecay({ ...right, alpha: Number.NaN })).toThrow('CosineDecay: alpha is NaN');
  });
});
