import { describe, expect, it } from 'vitest';
import { Adam, AdamW } from '../../../src/nn/optimizers/adam.ts';
import type { Optimizer } from '../../../src/nn/optimizers/optimizer.ts';
import { optimizerByName, optimizerFromConfig } from '../../../src/nn/optimizers/optimizers.ts';
import { RMSprop } from '../../../src/nn/optimizers/rmsprop.ts';
import { SGD } from '../../../src/nn/optimizers/sgd.ts';
import { CosineDecay } from '../../../src/nn/schedules/cosine-decay.ts';
import { ExponentialDecay } from '../../../src/nn/schedules/exponential-decay.ts';
import { PiecewiseConstantDecay } from '../../../src/nn/schedules/piecewise-constant-decay.ts';

describe('config of an optimizer', () => {
  it.each([
    ['adam', { className: 'Adam', config: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } }],
    [
      'adamw',
      {
        className: 'AdamW',
        config: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.004 },
      },
    ],
    ['sgd', { className: 'SGD', config: { learningRate: 0.01, momentum: 0, nesterov: false } }],
    [
      'rmsprop',
      { className: 'RMSprop', config: { learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false } },
    ],
  ])('has all options of %s', (name, config) => {
    expect(optimizerByName(name).config()).toEqual(config);
  });

  it.each<Optimizer>([
    new Adam({ lr: 0.5, beta1: 0.8 }),
    new AdamW({ weightDecay: 0.1 }),
    new SGD({ momentum: 0.9, nesterov: true }),
    new RMSprop({ centered: true, momentum: 0.5 }),
    new SGD({ learningRate: new ExponentialDecay({ initialLearningRate: 1, decaySteps: 2, decayRate: 0.5 }) }),
    new Adam({ learningRate: new PiecewiseConstantDecay({ boundaries: [3], values: [1, 0.1] }) }),
    new Adam({ learningRate: new CosineDecay({ initialLearningRate: 0.5, decaySteps: 9 }) }),
  ])('makes the same optimizer again', (optimizer) => {
    const config = JSON.parse(JSON.stringify(optimizer.config()));
    const again = optimizerFromConfig(config);
    expect(again.constructor).toBe(optimizer.constructor);
    expect(again.config()).toEqual(optimizer.config());
    expect(again.slots).toEqual(optimizer.slots);
    expect(again.hyper(7)).toEqual(optimizer.hyper(7));
  });

  it('holds the first rate of a schedule that has no config', () => {
    expect(new SGD({ learningRate: { at: (step) => 1 / (step + 2) } }).config().config['learningRate']).toBe(0.5);
  });

  it('is refused with unknown classes and options', () => {
    expect(() => optimizerFromConfig({ className: 'Lion', config: {} })).toThrow('There is no optimizer "Lion"');
    expect(() => optimizerFromConfig({ className: 'SGD', config: { speed: 1 } })).toThrow('has no option "speed"');
    const config = { learningRate: { className: 'Step', config: {} } };
    expect(() => optimizerFromConfig({ className: 'SGD', config })).toThrow('There is no schedule "Step"');
  });
});

describe('options of an optimizer', () => {
  it.each(['__proto__', 'constructor', 'toString'])('have no name that objects have by themselves: %s', (name) => {
    const options = JSON.parse(`{"${name}": {"momentum": 0.5}}`);
    expect(() => new SGD(options)).toThrow(`SGD has no option "${name}"`);
  });

  it('keep their defaults where they are undefined', () => {
    const options: { weightDecay?: number } = JSON.parse('{}');
    expect(new AdamW({ weightDecay: options.weightDecay as number }).config().config).toMatchObject({
      weightDecay: 0.004,
    });
  });
});
