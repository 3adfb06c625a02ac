import { describe, expect, it } from 'vitest';
import { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from '../../../src/nn/callbacks/reduce-lr-on-plateau.ts';
import { FakeRun } from './fake-run.ts';

/** The learning rate after each epoch, at first 0.5. */
function train(values: readonly number[], options: ReduceLROnPlateauOptions) {
  const messages: string[] = [];
  const warnings: string[] = [];
  const callback = new ReduceLROnPlateau({
    ...options,
    print: (m) => messages.push(m),
    warn: (m) => warnings.push(m),
  });
  const run = new FakeRun();
  run.optimizer.learningRate = 0.5;
  callback.onTrainBegin();
  const rates = values.map((value, epoch) => {
    callback.onEpochEnd(epoch, { val_loss: value }, run);
    return run.optimizer.learningRate;
  });
  return { rates, messages, warnings };
}

describe('ReduceLROnPlateau', () => {
  it('multiplies the rate after `patience` epochs that are not better, and says so', () => {
    const { rates, messages } = train([3, 2, 2, 2, 2, 2, 1], { factor: 0.5, patience: 2, verbose: 1 });
    expect(rates).toEqual([0.5, 0.5, 0.5, 0.25, 0.25, 0.125, 0.125]);
    expect(messages).toEqual([
      'Epoch 00004: ReduceLROnPlateau reducing learning rate to 0.25.',
      'Epoch 00006: ReduceLROnPlateau reducing learning rate to 0.125.',
    ]);
  });

  it('does not count the epochs of the cool-down', () => {
    // The fall after epoch 1 begins a cool-down of 2: epoch 2 is within it, epoch 3 ends it and counts again.
    const { rates } = train([1, 1, 1, 1, 1, 1], { factor: 0.5, patience: 1, cooldown: 2 });
    expect(rates).toEqual([0.5, 0.25, 0.25, 0.125, 0.125, 0.0625]);
  });

  it('stops at minLr', () => {
    const { rates, messages } = train([1, 1, 1, 1], { factor: 0.5, patience: 1, minLr: 0.2, verbose: 1 });
    expect(rates).toEqual([0.5, 0.25, 0.2, 0.2]);
    expect(messages).toHaveLength(2);
  });

  it('wants more than minDelta', () => {
    expect(train([1, 0.99995], { factor: 0.5, patience: 1 }).rates).toEqual([0.5, 0.25]);
    expect(train([1, 0.9998], { factor: 0.5, patience: 1 }).rates).toEqual([0.5, 0.5]);
  });

  it('warns once when there is no such value', () => {
    expect(train([1, 1], { monitor: 'val_acc' }).warnings).toEqual([
      'Learning rate reduction is conditioned on metric `val_acc` which is not available. Available metrics are: val_loss',
    ]);
  });

  it('refuses unknown options and values', () => {
    const make = (options: object) => () => new ReduceLROnPlateau(options);
    expect(make({ min_lr: 1 })).toThrow(
      'ReduceLROnPlateau has no option "min_lr". It is called "minLr" here. Its options are "monitor"',
    );
    expect(make({ factor: 1 })).toThrow('ReduceLROnPlateau: factor is 1; a number of at least 0 and below 1');
    expect(make({ cooldown: -1 })).toThrow('ReduceLROnPlateau: cooldown is -1; a whole number of at least 0');
  });
});
