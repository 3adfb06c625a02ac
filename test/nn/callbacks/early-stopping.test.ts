import { describe, expect, it } from 'vitest';
import { ValueError } from '../../../src/errors.ts';
import { EarlyStopping, type EarlyStoppingOptions } from '../../../src/nn/callbacks/early-stopping.ts';
import { FakeRun } from './fake-run.ts';

/** Runs epochs with these values until training is stopped. The model's weight is the number of the epoch. */
async function train(values: readonly number[], options: EarlyStoppingOptions, metric = 'val_loss') {
  const messages: string[] = [];
  const warnings: string[] = [];
  const stopping = new EarlyStopping({ ...options, print: (m) => messages.push(m), warn: (m) => warnings.push(m) });
  const run = new FakeRun();
  stopping.onTrainBegin();
  let epochs = 0;
  for (const [epoch, value] of values.entries()) {
    run.weight = epoch;
    await stopping.onEpochEnd(epoch, { loss: 1, [metric]: value }, run);
    epochs++;
    if (run.isStopped) break;
  }
  stopping.onTrainEnd(run);
  return { epochs, weight: run.weight, messages, warnings, stopping };
}

describe('EarlyStopping', () => {
  it('stops at the first epoch that is not better, and says so', async () => {
    const { epochs, messages, stopping } = await train([1, 0.5, 0.5, 0.4], { verbose: 1 });
    expect(epochs).toBe(3);
    expect(stopping.stoppedEpoch).toBe(2);
    expect(messages).toEqual(['Epoch 00003: early stopping']);
  });

  it('is silent without verbose', async () => {
    expect((await train([1, 2], {})).messages).toEqual([]);
  });

  it('waits for `patience` epochs since the best one', async () => {
    expect((await train([5, 4, 6, 6, 3, 7, 7, 7, 1], { patience: 3 })).epochs).toBe(8);
  });

  it('does not stop after the first epoch', async () => {
    expect((await train([Number.NaN, Number.NaN, 1], {})).epochs).toBe(2);
  });

  it('wants strictly more than the best value and minDelta', async () => {
    expect((await train([0.5, 0.25, 0.25], { minDelta: 0.25 })).epochs).toBe(2);
    expect((await train([0.5, 0.125, 0.0], { minDelta: 0.25 })).epochs).toBe(3);
    expect((await train([0.5, 0.25, 0.25], { minDelta: -0.25 })).epochs).toBe(2);
    expect((await train([0.5, 0.75], { minDelta: 0.25, monitor: 'acc' }, 'acc')).stopping.stoppedEpoch).toBe(1);
    expect((await train([0.5, 0.875], { minDelta: 0.25, monitor: 'acc' }, 'acc')).stopping.stoppedEpoch).toBe(null);
  });

  it('takes a greater value for better where it is an accuracy, or the mode says so', async () => {
    const rising = [1, 2, 3];
    expect((await train(rising, { monitor: 'val_accuracy' }, 'val_accuracy')).epochs).toBe(3);
    expect((await train(rising, { monitor: 'val_acc' }, 'val_acc')).epochs).toBe(3);
    expect((await train(rising, { monitor: 'topKCategoricalAccuracy' }, 'topKCategoricalAccuracy')).epochs).toBe(3);
    expect((await train(rising, { monitor: 'val_auc' }, 'val_auc')).epochs).toBe(3);
    expect((await train(rising, { monitor: 'val_loss' })).epochs).toBe(2);
    expect((await train(rising, { mode: 'max' })).epochs).toBe(3);
    expect((await train(rising, { monitor: 'acc', mode: 'min' }, 'acc')).epochs).toBe(2);
  });

  it('with a baseline, patience starts anew only where that is beaten too', async () => {
    expect((await train([5, 4, 3, 2], { baseline: 1, patience: 2 })).epochs).toBe(4);
    expect((await train([5, 4, 4, 3], { baseline: 1, patience: 2 })).epochs).toBe(3);
    expect((await train([5, 0.5, 4, 3, 2], { baseline: 1, patience: 2 })).epochs).toBe(4);
  });

  it('restores the weights of the best epoch when it stops', async () => {
    const { weight, messages } = await train([3, 1, 2, 2], { restoreBestWeights: true, patience: 2, verbose: 1 });
    expect(weight).toBe(1);
    expect(messages).toEqual([
      'Epoch 00004: early stopping',
      'Restoring model weights from the end of the best epoch: 2.',
    ]);
  });

  it('restores the weights of the best epoch when training ends by itself', async () => {
    const { weight, messages } = await train([3, 1, 2], { restoreBestWeights: true, patience: 9, verbose: 1 });
    expect(weight).toBe(1);
    expect(messages).toEqual(['Restoring model weights from the end of the best epoch: 2.']);
  });

  it('keeps the last weights without restoreBestWeights', async () => {
    expect((await train([3, 1, 2, 2], { patience: 2 })).weight).toBe(3);
  });

  it('takes the first weights where no value is better than none', async () => {
    expect((await train([Number.NaN, Number.NaN], { restoreBestWeights: true })).weight).toBe(0);
  });

  it('does not look at the epochs before startFromEpoch', async () => {
    const { epochs, weight } = await train([0, 9, 8, 9], { startFromEpoch: 2, restoreBestWeights: true });
    expect(epochs).toBe(4);
    expect(weight).toBe(2);
  });

  it('begins anew in another training', async () => {
    const stopping = new EarlyStopping();
    for (const values of [
      [1, 2],
      [5, 4],
    ]) {
      const run = new FakeRun();
      stopping.onTrainBegin();
      for (const [epoch, value] of values.entries()) await stopping.onEpochEnd(epoch, { val_loss: value }, run);
      expect(run.isStopped).toBe(values[0] === 1);
    }
  });

  it('warns once, and trains on, when there is no such value', async () => {
    const { epochs, warnings } = await train([1, 1, 1], { monitor: 'val_acuracy' });
    expect(epochs).toBe(3);
    expect(warnings).toEqual([
      'Early stopping conditioned on metric `val_acuracy` which is not available. Available metrics are: loss,val_loss',
    ]);
  });

  it('refuses unknown options and values', () => {
    const make = (options: object) => () => new EarlyStopping(options);
    expect(make({ min_delta: 1 })).toThrow(
      'EarlyStopping has no option "min_delta". It is called "minDelta" here. Its options are "monitor"',
    );
    expect(make({ mode: 'up' })).toThrow('EarlyStopping: mode is "up"; choose one of "auto", "min", "max".');
    expect(make({ patience: -1 })).toThrow('EarlyStopping: patience is -1; a whole number of at least 0 is expected.');
    expect(make({ startFromEpoch: 0.5 })).toThrow(ValueError);
    expect(make({ minDelta: Number.NaN })).toThrow('EarlyStopping: minDelta is NaN; a number is expected.');
    expect(make({ verbose: 3 })).toThrow('EarlyStopping: verbose is 3; choose one of 0, 1.');
  });
});
