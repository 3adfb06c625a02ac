import { describe, expect, it } from 'vitest';
import type { Batch } from '../../../src/data/batch.ts';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { BatchNormalization, Dense, input } from '../../../src/nn/layers/index.ts';
import { Model } from '../../../src/nn/models/model.ts';
import { modelFromStored, modelToStored } from '../../../src/nn/models/stored-model.ts';
import { SGD } from '../../../src/nn/optimizers/sgd.ts';

const device = new ReferenceDevice();

/** Two features to two outputs, through a base with batch normalization. */
function onBase(): { base: Model; model: Model } {
  const [x, z] = [input({ shape: [2] }), input({ shape: [2] })];
  const y = new BatchNormalization({ name: 'bn' }).apply(new Dense({ units: 3, name: 'dense' }).apply(x));
  const base = new Model({ inputs: x, outputs: y, name: 'base' });
  const model = new Model({ inputs: z, outputs: new Dense({ units: 2, name: 'head' }).apply(base.apply(z)) });
  return { base, model };
}

const batch = (samples: number): Batch => ({
  x: Float32Array.from({ length: 2 * samples }, (_, i) => (i * 5) % 7),
  xShape: [samples, 2],
  y: Float32Array.from({ length: 2 * samples }, (_, i) => i % 3),
  yShape: [samples, 2],
});

const compile = (model: Model, optimizer: SGD | 'adam'): void => model.compile({ device, optimizer, loss: 'mse' });

const trainedNames = (model: Model): string[] =>
  model.weightSpecs.flatMap(({ layer, name, trainable }) => (trainable ? [`${layer}/${name}`] : []));

describe('Layers frozen after compile', () => {
  it('train, and normalize by the batch, until the next compile, in batches of every size', async () => {
    const run = async (freezes: boolean) => {
      const { base, model } = onBase();
      compile(model, new SGD());
      await model.trainOnBatch(batch(4));
      if (freezes) base.trainable = false;
      await model.trainOnBatch(batch(3));
      return model.getWeights();
    };
    expect(await run(true)).toEqual(await run(false));
  });

  it.each([true, false])(
    'are saved as they are, trainable: %s, without the state of an optimizer',
    async (trainable) => {
      const { base, model } = onBase();
      base.trainable = !trainable;
      compile(model, 'adam');
      await model.trainOnBatch(batch(4));
      base.trainable = trainable;
      const stored = await modelToStored(model);
      expect(stored.training).toMatchObject({ optimizer: { className: 'Adam' }, step: 0, slots: [] });
      const loaded = modelFromStored(stored);
      expect(trainedNames(loaded)).toEqual(trainedNames(model));
      expect(await loaded.getWeights()).toEqual(await model.getWeights());
      compile(loaded, 'adam');
      expect(await loaded.getOptimizerState()).toMatchObject({ step: 0 });
    },
  );

  it('may be unfrozen one by one, and are so when they are loaded', async () => {
    const { base, model } = onBase();
    base.trainable = false;
    base.getLayer('dense').trainable = true;
    compile(model, 'adam');
    await model.trainOnBatch(batch(4));
    const stored = await modelToStored(model);
    expect(stored.training).toMatchObject({ step: 1 });
    const loaded = modelFromStored(stored);
    expect(trainedNames(loaded)).toEqual(['base/dense/kernel', 'base/dense/bias', 'head/kernel', 'head/bias']);
    compile(loaded, 'adam');
    expect(await loaded.getOptimizerState()).toEqual(await model.getOptimizerState());
  });
});

describe('A model that is frozen altogether', () => {
  it.each([{}, { clipValue: 1 }, { clipNorm: 1 }, { globalClipNorm: 1 }])(
    'keeps its weights in fit, with %o',
    async (options) => {
      const { model } = onBase();
      model.trainable = false;
      compile(model, new SGD(options));
      const before = await model.getWeights();
      expect((await model.trainOnBatch(batch(4)))['loss']).toBeGreaterThan(0);
      expect(await model.getWeights()).toEqual(before);
    },
  );
});
