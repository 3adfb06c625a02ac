import { expect, it } from 'vitest';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { decodeSafetensorsModel, encodeSafetensorsModel } from '../../../src/formats/safetensors-model.ts';
import type { StoredModel } from '../../../src/formats/stored-model.ts';
import {
  Add,
  applications,
  Conv2D,
  Dense,
  Flatten,
  GaussianNoise,
  GlobalAveragePooling2D,
  Input,
  imageNetworks,
  input,
  Model,
  Predictor,
  RandomFlip,
  Rescaling,
  Resizing,
  Sequential,
} from '../../../src/nn/index.ts';
import { convolutionalLayers } from '../../../src/nn/layers/convolutional-layers.ts';
import type { LayerClasses } from '../../../src/nn/layers/make-layer.ts';
import { TRAINING_ONLY } from '../../../src/nn/layers/training-only.ts';
import { Network } from '../../../src/nn/models/network.ts';
import { modelToStored, weightsToStored } from '../../../src/nn/models/stored-model.ts';
import { predictorFromStored } from '../../../src/nn/prediction/predictor-from-stored.ts';
import { compileSmall, smallData, smallModel } from '../../support/small-model.ts';

const device = new ReferenceDevice();

/** As a file brings it back. */
const saved = async (model: Model, metadata = {}): Promise<StoredModel> =>
  decodeSafetensorsModel(encodeSafetensorsModel(await modelToStored(model, metadata), { weightsOnly: false }));

const images = { x: Float32Array.from({ length: 5 * 36 }, (_, i) => Math.sin(i)), xShape: [5, 6, 6, 1] };

const compiled = (model: Model) => {
  model.compile({ device, optimizer: 'sgd', loss: 'mse' });
  return model;
};

it('predicts by hand: weights and a bias', async () => {
  const network = new Sequential([new Input({ shape: [2] }), new Dense({ units: 1, name: 'sum' })]);
  const weights = [
    { name: 'sum/kernel', shape: [2, 1], data: new Float32Array([2, 3]) },
    { name: 'sum/bias', shape: [1], data: new Float32Array([10]) },
  ];
  const predictor = new Predictor(network, { device, weights });
  const { shape, data } = await predictor.predict({ x: new Float32Array([1, 1, 4, 0]), xShape: [2, 2] });
  expect(shape).toEqual([2, 1]);
  expect([...data]).toEqual([15, 18]);
});

it('predicts as the trained model does, in batches, with the rest in a smaller one', async () => {
  const model = compileSmall(smallModel(), device);
  await model.fit(smallData(), { epochs: 1 });
  const expected = await model.predict(images);
  const predictor = predictorFromStored(await saved(model), { device });
  expect(await predictor.predict(images)).toEqual(expected);
  expect(await predictor.predict(images, { batchSize: 2 })).toEqual(expected);
  expect((await predictor.predict(images, { batchSize: 2, steps: 1 })).shape).toEqual([2, 3]);
  const bytes = { x: new Uint8Array(36).fill(200), xShape: [1, 6, 6, 1] };
  expect(await predictor.predict(bytes)).toEqual(await model.predict(bytes));
});

it('shares the weights of a model that goes on training, and leaves them there', async () => {
  const model = compileSmall(smallModel(), device);
  const predictor = new Predictor(model, { device });
  const before = await predictor.predict(images);
  await model.fit(smallData(), { epochs: 1 });
  const after = await predictor.predict(images);
  expect(after.data).not.toEqual(before.data);
  expect(after).toEqual(await model.predict(images));
  predictor.dispose();
  expect(await model.predict(images)).toEqual(after);
});

it('gives all memory back', async () => {
  const own = new ReferenceDevice();
  const predictor = predictorFromStored(await saved(compileSmall(smallModel(), device)), { device: own });
  await predictor.predict(images, { batchSize: 2 });
  expect(own.memory.bytes).toBeGreaterThan(0);
  predictor.dispose();
  // Plans are freed once those that were asked for are there.
  await Promise.resolve();
  await Promise.resolve();
  expect(own.memory.bytes).toBe(0);
});

it('keeps how images become inputs', async () => {
  const model = compileSmall(smallModel(), device);
  const predictor = predictorFromStored(await saved(model, { preprocessing: '{"classNames":["a","b","c"]}' }), {
    device,
  });
  expect(predictor.preprocessing).toEqual({ classNames: ['a', 'b', 'c'] });
  expect(predictorFromStored(await saved(model), { device }).preprocessing).toEqual({});
});

it('leaves out what layers do in training only', async () => {
  const model = compiled(
    new Sequential([
      new Input({ shape: [6, 6, 1] }),
      new RandomFlip({ mode: 'horizontal' }),
      new Rescaling({ scale: 1 / 255 }),
      new GaussianNoise({ stddev: 3 }),
      new Flatten(),
      new Dense({ units: 2 }),
    ]),
  );
  expect(await predictorFromStored(await saved(model), { device }).predict(images)).toEqual(
    await model.predict(images),
  );
});

it('knows the layers of the networks that are trained by their names', () => {
  const models = [
    ...Object.values(imageNetworks).map(({ build }) => build([150, 150, 3], 2)),
    ...Object.values(applications).map(({ build, minSize }) =>
      build({ includeTop: false, inputShape: [minSize, minSize, 3] }),
    ),
  ];
  const names = models.flatMap(({ layers }) => layers.map(({ className }) => className));
  expect([...Object.keys(convolutionalLayers), ...TRAINING_ONLY]).toEqual(expect.arrayContaining([...new Set(names)]));
});

it('loads functional models, with models in them', async () => {
  const inner = new Sequential([new Conv2D({ filters: 2, kernelSize: 3, padding: 'same' })], { name: 'inner' });
  const x = input({ shape: [6, 6, 1] });
  const y = new Conv2D({ filters: 2, kernelSize: 1 }).apply(x);
  const sum = new Add().apply([inner.apply(x), y]);
  const model = compiled(new Model({ inputs: x, outputs: new GlobalAveragePooling2D().apply(sum) }));
  expect(await predictorFromStored(await saved(model), { device }).predict(images)).toEqual(
    await model.predict(images),
  );
});

it('takes a network that is no model', async () => {
  const x = input({ shape: [2] });
  const network = new Network({ inputs: x, outputs: new Add().apply([x, x]) });
  const { data } = await new Predictor(network, { device }).predict({ x: new Float32Array([1, -4]), xShape: [1, 2] });
  expect([...data]).toEqual([2, -8]);
});

it('takes further layers by their names, and tells of those that it does not know', async () => {
  const model = compiled(
    new Sequential([new Input({ shape: [6, 6, 1] }), new Resizing({ height: 3, width: 3 }), new Flatten()]),
  );
  const stored = await saved(model);
  const layers: LayerClasses = { Resizing };
  expect(await predictorFromStored(stored, { device, layers }).predict(images)).toEqual(await model.predict(images));
  expect(() => predictorFromStored(stored, { device })).toThrow(
    /Layer 2 cannot be made: the layer "Resizing" is not among those of a predictor\. Name it in the option layers, or load/,
  );
});

it('refuses layers that are random in predictions, too', async () => {
  const x = input({ shape: [2] });
  const model = compiled(
    new Model({ inputs: x, outputs: new GaussianNoise({ stddev: 1 }).apply(x, { training: true }) }),
  );
  const predictor = predictorFromStored(await saved(model), { device });
  await expect(predictor.predict({ x: new Float32Array(2), xShape: [1, 2] })).rejects.toThrow(
    'GaussianNoise was applied with training: true, which a predictor leaves out.',
  );
});

it('refuses files of weights, networks without weights, and options that it does not have', async () => {
  const model = compileSmall(smallModel(), device);
  const { config: _, ...weights } = await weightsToStored(model);
  expect(() => predictorFromStored({ ...weights, config: null }, { device })).toThrow(
    'It holds weights without a model.',
  );
  expect(() => new Predictor(smallModel(), { device })).toThrow(
    'The layer "conv2d" of the model "small" has no weights.',
  );
  // @ts-expect-error: no such option
  expect(() => new Predictor(model, { device, seed: 1 })).toThrow('Predictor has no option "seed".');
});
