import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { Dense, Input } from '../../../src/nn/layers/index.ts';
import { Precision, Recall } from '../../../src/nn/metrics/precision-and-recall.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';
import { linearModel, pairs } from '../../support/linear-model.ts';

const device = new ReferenceDevice();

/** Outputs are the inputs: yes is said four times, rightly three times; of five true ones two are missed. */
const data = pairs([0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3], [1, 1, 0, 1, 1, 1, 0]);

describe('Precision and Recall', () => {
  it('are shares of all samples, not means of batches', async () => {
    const model = linearModel(device, { metrics: ['precision', 'recall'] });
    const figures = { precision: 3 / 4, recall: 3 / 5 };
    expect(await model.evaluate(data)).toMatchObject(figures);
    expect(await model.evaluate(data, { batchSize: 2 })).toMatchObject(figures);
  });

  it('take a threshold and weights', async () => {
    const metrics = [new Precision({ threshold: 0.75 }), new Recall({ threshold: 0.75, name: 'found' })];
    const model = linearModel(device, { metrics, weightedMetrics: metrics });
    const sampleWeights = Float32Array.of(3, 1, 1, 1, 1, 1, 1);
    expect(await model.evaluate({ ...data, sampleWeights })).toMatchObject({
      precision: 1,
      found: 2 / 5,
      weighted_precision: 1,
      weighted_found: 4 / 7,
    });
  });

  it('are 0 where nothing counts', async () => {
    const model = linearModel(device, { metrics: ['precision', 'recall'] });
    expect(await model.evaluate(pairs([0, 0.1], [0, 0]))).toMatchObject({ precision: 0, recall: 0 });
  });

  it('need yes-or-no targets', async () => {
    const model = new Sequential([new Input({ shape: [1] }), new Dense({ units: 2, activation: 'softmax' })]);
    model.compile({ device, optimizer: 'sgd', loss: 'sparseCategoricalCrossentropy', metrics: ['precision'] });
    const x = { x: new Float32Array(2), xShape: [2, 1] };
    await expect(model.evaluate({ ...x, y: new Uint32Array(2), yShape: [2] })).rejects.toThrow(
      'metric "precision": takes yes-or-no outputs with targets 0 and 1, but the targets are class indices.',
    );
    expect(() => new Recall({ threshold: Number.NaN })).toThrow('Recall: threshold is NaN; a number is expected.');
  });
});
