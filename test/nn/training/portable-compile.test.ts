import { describe, expect, it } from 'vitest';
import { ValueError } from '../../../src/errors.ts';
import {
  Accuracy,
  Adam,
  AdamW,
  BinaryCrossentropy,
  CategoricalCrossentropy,
  ExponentialDecay,
  type Loss,
  LossMetric,
  MeanAbsoluteError,
  MeanSquaredError,
  Precision,
  Recall,
  RMSprop,
  SGD,
  SparseCategoricalCrossentropy,
  TopKCategoricalAccuracy,
} from '../../../src/nn/index.ts';
import { compileFromPortable, portableCompile } from '../../../src/nn/training/portable-compile.ts';

const plain = { optimizer: 'adam', loss: 'mse' } as const;

/** What comes out of the way through JSON, described anew. */
const twice = (options: Parameters<typeof portableCompile>[0]) =>
  portableCompile(compileFromPortable(JSON.parse(JSON.stringify(portableCompile(options)))));

describe('portableCompile', () => {
  it('resolves names, with the defaults', () => {
    expect(portableCompile({ ...plain, metrics: ['acc', 'mae'] })).toEqual({
      optimizer: new Adam().config(),
      loss: { className: 'MeanSquaredError', config: {} },
      metrics: [
        { className: 'Accuracy', config: { name: 'acc' } },
        { className: 'LossMetric', config: { loss: { className: 'MeanAbsoluteError', config: {} }, name: 'mae' } },
      ],
      weightedMetrics: [],
      seed: 0,
    });
  });

  it.each([
    new SGD({ momentum: 0.9, nesterov: true, clipNorm: 1 }),
    new RMSprop({ rho: 0.8 }),
    new AdamW({ weightDecay: 0.01 }),
    new Adam({ learningRate: new ExponentialDecay({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 }) }),
  ])('describes an optimizer whole: %#', (optimizer) => {
    const made = compileFromPortable(portableCompile({ ...plain, optimizer })).optimizer;
    expect(made).toBeInstanceOf(optimizer.constructor);
    expect(twice({ ...plain, optimizer }).optimizer).toEqual(optimizer.config());
  });

  it.each<Loss>([
    new SparseCategoricalCrossentropy({ fromLogits: true }),
    new CategoricalCrossentropy({ labelSmoothing: 0.1 }),
    new BinaryCrossentropy(),
    new MeanSquaredError(),
    new MeanAbsoluteError(),
  ])('describes a loss whole: %#', (loss) => {
    expect(compileFromPortable(portableCompile({ ...plain, loss })).loss).toBeInstanceOf(loss.constructor);
    expect(twice({ ...plain, loss }).loss.config).toEqual(loss.config?.() ?? {});
  });

  it('describes metrics whole', () => {
    const metrics = [
      new Accuracy({ name: 'right' }),
      new TopKCategoricalAccuracy({ k: 3 }),
      new LossMetric(new CategoricalCrossentropy({ labelSmoothing: 0.2 }), { name: 'smooth' }),
      new Precision({ threshold: 0.7 }),
      new Recall({ name: 'found' }),
    ];
    const described = twice({ ...plain, metrics, weightedMetrics: [new Accuracy()], seed: 9 });
    expect(described.metrics).toEqual(metrics.map((metric) => metric.config()));
    expect(described).toMatchObject({ weightedMetrics: [{ className: 'Accuracy' }], seed: 9 });
  });

  it('refuses what is not whole in its description', () => {
    class Warmup extends ExponentialDecay {
      override at(step: number): number {
        return step < 5 ? 0 : super.at(step);
      }
    }
    class OwnAccuracy extends Accuracy {}
    const learningRate = new Warmup({ initialLearningRate: 0.1, decaySteps: 10, decayRate: 0.5 });
    expect(() => portableCompile({ ...plain, optimizer: new Adam({ learningRate }) })).toThrow(
      /^The learning rate schedule is of a class of its own, Warmup, whose code does not cross to a worker\./,
    );
    expect(() => portableCompile({ ...plain, metrics: [new OwnAccuracy()] })).toThrow(ValueError);
    expect(() => portableCompile({ ...plain, loss: 'hinge' as 'mse' })).toThrow(/There is no loss "hinge"/);
  });
});
