import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { ValueError } from '../../src/errors.ts';
import {
  Accuracy,
  Adam,
  AdamW,
  BinaryCrossentropy,
  ExponentialDecay,
  optimizerByName,
  RMSprop,
  SGD,
  SparseCategoricalCrossentropy,
  TopKCategoricalAccuracy,
} from '../../src/nn/index.ts';
import { compileSmall, smallData, smallModel } from '../support/small-model.ts';

describe('wrong options', () => {
  it.each<[string, () => unknown, string]>([
    [
      'Adam',
      () => new Adam({ beta_1: 0.9 } as never),
      'Adam has no option "beta_1". It is called "beta1" here. Its options are "learningRate", "beta1", "beta2", "epsilon", "weightDecay", "clipValue", "clipNorm", "globalClipNorm".',
    ],
    [
      'AdamW',
      () => new AdamW({ decay: 1 } as never),
      'AdamW has no option "decay". Its options are "learningRate", "beta1", "beta2", "epsilon", "weightDecay", "clipValue", "clipNorm", "globalClipNorm".',
    ],
    ['a text for a number', () => new Adam({ beta1: '0.9' } as never), 'Adam: beta1 is "0.9"; a number is expected.'],
    ['a text for a rate', () => new SGD({ learningRate: '0.1' } as never), 'The learning rate is 0.1; a number'],
    [
      'SGD',
      () => new SGD({ nestrov: true } as never),
      'SGD has no option "nestrov". Its options are "learningRate", "momentum", "nesterov", "weightDecay", "clipValue", "clipNorm", "globalClipNorm".',
    ],
    ['RMSprop', () => new RMSprop({ decay: 1 } as never), 'RMSprop has no option "decay"'],
    [
      'a negative learning rate',
      () => new SGD({ learningRate: -1 }),
      'The learning rate is -1; a number of at least 0, or a schedule, is expected.',
    ],
    [
      'a loss',
      () => new SparseCategoricalCrossentropy({ from_logits: true } as never),
      'SparseCategoricalCrossentropy has no option "from_logits". It is called "fromLogits" here. Its options are "fromLogits".',
    ],
    [
      'another loss',
      () => new BinaryCrossentropy({ logits: true } as never),
      'BinaryCrossentropy has no option "logits"',
    ],
    [
      'a metric',
      () => new Accuracy({ threshold: 1 } as never),
      'Accuracy has no option "threshold". Its options are "name".',
    ],
    [
      'top-k',
      () => new TopKCategoricalAccuracy({ top: 3 } as never),
      'TopKCategoricalAccuracy has no option "top". Its options are "k", "name".',
    ],
    [
      'top-0',
      () => new TopKCategoricalAccuracy({ k: 0 }),
      'TopKCategoricalAccuracy: k is 0; a positive integer is expected.',
    ],
    [
      'a schedule',
      () => new ExponentialDecay({ initialLearningRate: 1, decaySteps: 1, decay: 1 } as never),
      'ExponentialDecay has no option "decay"',
    ],
    [
      'a schedule without a rate',
      () => new ExponentialDecay({ decaySteps: 1, decayRate: 1 } as never),
      'ExponentialDecay: initialLearningRate is undefined; a number is expected.',
    ],
    [
      'no steps of decay',
      () => new ExponentialDecay({ initialLearningRate: 1, decaySteps: 0, decayRate: 1 }),
      'decaySteps is 0; a number above 0 is expected.',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  });

  it('fit and evaluate', async () => {
    const model = compileSmall(smallModel(), new ReferenceDevice());
    await expect(model.fit(smallData(), { epoch: 2 } as object)).rejects.toThrow(
      'fit has no option "epoch". Its options are "epochs", "initialEpoch", "stepsPerEpoch",',
    );
    await expect(model.fit(smallData(), { epochs: 0 })).rejects.toThrow(
      'fit: epochs is 0; a positive integer is expected.',
    );
    await expect(model.evaluate(smallData(), { verbose: 2 } as object)).rejects.toThrow(
      'evaluate has no option "verbose".',
    );
    await expect(smallModel().fit(smallData())).rejects.toThrow('The model "small" is not compiled. Call compile');
  });
});

describe('names', () => {
  it('are taken in any spelling of Keras', () => {
    expect(optimizerByName('RMSprop')).toBeInstanceOf(RMSprop);
    expect(optimizerByName('SGD')).toBeInstanceOf(SGD);
    expect(optimizerByName('adam')).toBeInstanceOf(Adam);
  });

  it('lr is the learning rate', () => {
    expect(new RMSprop({ lr: 1e-4 }).learningRate).toBe(1e-4);
  });
});

describe('ExponentialDecay', () => {
  it('falls in jumps with staircase, and never starts anew', () => {
    const options = { initialLearningRate: 1e-4, decaySteps: 50, decayRate: 0.98 };
    const staircase = new ExponentialDecay({ ...options, staircase: true });
    const rates = [0, 49, 50, 100, 960].map((step) => staircase.at(step));
    for (const [i, rate] of [1e-4, 1e-4, 9.8e-5, 9.604e-5, 6.8123e-5].entries()) expect(rates[i]).toBeCloseTo(rate, 9);
    expect(new ExponentialDecay(options).at(25)).toBeCloseTo(1e-4 * Math.sqrt(0.98), 12);
  });
});
