import { describe, expect, it } from 'vitest';
import { LearningRateScheduler } from '../../../src/nn/callbacks/learning-rate-scheduler.ts';
import { ExponentialDecay } from '../../../src/nn/schedules/exponential-decay.ts';
import { FakeRun } from './fake-run.ts';

describe('LearningRateScheduler', () => {
  it('sets the rate that the function gives, and says so', () => {
    const messages: string[] = [];
    const scheduler = new LearningRateScheduler((epoch) => 1e-5 * 0.99 ** (epoch + 100), {
      verbose: 1,
      print: (m) => messages.push(m),
    });
    const run = new FakeRun();
    scheduler.onEpochBegin(0, run);
    expect(run.optimizer.learningRate).toBeCloseTo(3.6603e-6, 10);
    expect(messages[0]).toMatch(/^Epoch 00001: LearningRateScheduler setting learning rate to 3\.6603\d+e-06\.$/);
    scheduler.onEpochBegin(99, run);
    expect(run.optimizer.learningRate).toBeCloseTo(1.3533e-6, 10);
  });

  it('hands the function the rate so far', () => {
    const scheduler = new LearningRateScheduler((epoch, rate) => (epoch < 2 ? rate : rate / 2));
    const run = new FakeRun();
    const rates = [0, 1, 2, 3].map((epoch) => {
      scheduler.onEpochBegin(epoch, run);
      return run.optimizer.learningRate;
    });
    expect(rates).toEqual([0.1, 0.1, 0.05, 0.025]);
  });

  it('writes numbers as Python does', () => {
    const messages: string[] = [];
    const scheduler = new LearningRateScheduler((epoch) => [1, 1e-4, 1e-5, 0.025][epoch], {
      verbose: 1,
      print: (m) => messages.push(m.slice('Epoch 00001: LearningRateScheduler setting learning rate to '.length)),
    });
    for (const epoch of [0, 1, 2, 3]) scheduler.onEpochBegin(epoch, new FakeRun());
    expect(messages).toEqual(['1.0.', '0.0001.', '1e-05.', '0.025.']);
  });

  it('refuses what is no rate, no function, and optimizers with a schedule', () => {
    const run = new FakeRun();
    expect(() => new LearningRateScheduler((() => undefined) as never).onEpochBegin(3, run)).toThrow(
      'LearningRateScheduler: the function gave undefined for epoch 3; a number of at least 0 is expected.',
    );
    expect(() => new LearningRateScheduler(0.1 as never)).toThrow('LearningRateScheduler: the schedule is 0.1; a func');
    run.optimizer.learningRate = new ExponentialDecay({ initialLearningRate: 1, decaySteps: 1, decayRate: 0.5 });
    expect(() => new LearningRateScheduler(() => 1).onEpochBegin(0, run)).toThrow(
      "LearningRateScheduler changes the learning rate, but the optimizer's is a schedule.",
    );
  });
});
