import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { type Shape, sizeOf } from '../../src/engine/shape.ts';
import { decodeTfjs } from '../../src/formats/tfjs/decode-tfjs.ts';
import { encodeTfjs, type TfjsFiles } from '../../src/formats/tfjs/encode-tfjs.ts';
import * as layers from '../../src/nn/layers/index.ts';
import { Model } from '../../src/nn/models/model.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { modelFromStored, modelToStored, storedCompileOptions } from '../../src/nn/models/stored-model.ts';
import { Adam } from '../../src/nn/optimizers/adam.ts';
import { RMSprop } from '../../src/nn/optimizers/rmsprop.ts';
import { SGD } from '../../src/nn/optimizers/sgd.ts';
import { randomize, randomNumbers } from '../support/randomize.ts';

const device = new ReferenceDevice();
const IMAGE: Shape = [9, 8, 3];
const BATCH = 2;

/** As in onnx.test.ts: both sides work in 32-bit floats, and a few hundred roundings of numbers below 32 add up at random. */
const TOLERANCE = 3e-5;

/** Hands files to TensorFlow.js as its own handlers do. */
const handlerOf = ({ modelJson, files }: TfjsFiles): tf.io.IOHandler => ({
  load: async () =>
    tf.io.getModelArtifactsForJSON(JSON.parse(modelJson), async (manifest) => {
      const specs = manifest.flatMap(({ weights }) => weights);
      const parts = manifest.flatMap(({ paths }) => paths.map((path) => Buffer.from(files.get(path) as Uint8Array)));
      const all = Buffer.concat(parts);
      return [specs, all.buffer.slice(all.byteOffset, all.byteOffset + all.byteLength) as ArrayBuffer];
    }),
});

/** What TensorFlow.js saves, as files. */
async function savedByTfjs(model: tfl.LayersModel, includeOptimizer = false): Promise<TfjsFiles> {
  let saved: TfjsFiles | undefined;
  const handler: tf.io.IOHandler = {
    save: async (artifacts) => {
      const { weightData, weightSpecs, ...rest } = artifacts;
      const bytes = new Uint8Array(tf.io.CompositeArrayBuffer.join(weightData));
      const json = { ...rest, weightsManifest: [{ paths: ['weights.bin'], weights: weightSpecs }] };
      saved = { modelJson: JSON.stringify(json), files: new Map([['weights.bin', bytes]]) };
      return { modelArtifactsInfo: tf.io.getModelArtifactsInfoForJSON(artifacts) };
    },
  };
  await model.save(handler, { includeOptimizer });
  return saved as TfjsFiles;
}

function compile<M extends Model>(model: M, optimizer: Adam | SGD | RMSprop | 'sgd' = 'sgd'): M {
  model.compile({ device, optimizer, loss: 'mse' });
  return model;
}

async function ourPredictions(model: Model, x: Float32Array): Promise<Float32Array> {
  return (await model.predict([{ x, xShape: [x.length / sizeOf(model.inputShape), ...model.inputShape] }])).data;
}

async function theirPredictions(model: tfl.LayersModel, x: Float32Array): Promise<Float32Array> {
  const shape = model.inputs[0].shape.slice(1) as number[];
  return (await (
    model.predict(tf.tensor(x, [x.length / sizeOf(shape), ...shape])) as tf.Tensor
  ).data()) as Float32Array;
}

function expectClose(actual: Float32Array, expected: Float32Array, tolerance = TOLERANCE): void {
  expect(actual.length).toBe(expected.length);
  expect(Math.max(...expected.map((value, i) => Math.abs(value - actual[i])))).toBeLessThan(tolerance);
  expect(Math.max(...expected) - Math.min(...expected)).toBeGreaterThan(0.01);
}

const images = randomNumbers(BATCH * sizeOf(IMAGE));
const conv = (options: Partial<layers.Conv2DOptions> = {}) =>
  new layers.Conv2D({ filters: 4, kernelSize: 3, ...options });
const flat = () => [new layers.Flatten(), new layers.Dense({ units: 3, activation: 'softmax' })];

async function expectSameInTfjs(model: Model): Promise<void> {
  await randomize(compile(model));
  const files = encodeTfjs(await modelToStored(model, { classNames: '["a"]' }));
  const theirs = await tfl.loadLayersModel(handlerOf(files));
  const ours = await ourPredictions(model, images);
  expectClose(await theirPredictions(theirs, images), ours);
  expect(theirs.getUserDefinedMetadata()).toMatchObject({ classNames: '["a"]' });
  // And back, as written by us and by TensorFlow.js.
  for (const written of [files, await savedByTfjs(theirs)]) {
    const stored = decodeTfjs(written);
    expect(stored.metadata).toEqual({ classNames: '["a"]' });
    expectClose(await ourPredictions(compile(modelFromStored(stored)), images), ours, 1e-6);
  }
}

describe('TensorFlow.js loads and predicts as a chain here does, with', () => {
  it.each<[string, layers.Layer[]]>([
    [
      'convolutions',
      [conv({ kernelSize: [3, 2], strides: 2, padding: 'same', activation: 'relu' }), conv({ useBias: false })],
    ],
    ['dilation', [conv({ dilationRate: 2, padding: 'same', activation: 'silu' })]],
    [
      'depthwise convolution',
      [new layers.DepthwiseConv2D({ kernelSize: 3, depthMultiplier: 2, padding: 'same', strides: 2 })],
    ],
    ['separable convolution', [new layers.SeparableConv2D({ filters: 5, kernelSize: 3 })]],
    [
      'transposed convolution',
      [new layers.Conv2DTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' })],
    ],
    [
      'normalization and pools',
      [
        conv(),
        new layers.BatchNormalization({ epsilon: 1e-4 }),
        new layers.MaxPooling2D(),
        new layers.AveragePooling2D({ poolSize: 2, strides: 1, padding: 'same' }),
      ],
    ],
    ['normalization without gamma', [conv(), new layers.BatchNormalization({ scale: false, center: false })]],
    ['normalization of each pixel', [conv(), new layers.LayerNormalization()]],
    [
      'padding, cropping, upsampling',
      [
        new layers.ZeroPadding2D({
          padding: [
            [1, 2],
            [0, 3],
          ],
        }),
        new layers.Cropping2D({ cropping: 1 }),
        new layers.UpSampling2D(),
      ],
    ],
    [
      'Dense, Dropout, Rescaling',
      [new layers.Rescaling({ scale: 0.5, offset: 1 }), conv(), new layers.Dropout({ rate: 0.5 }), ...flat()],
    ],
    [
      'global pools, Reshape',
      [conv(), new layers.GlobalAveragePooling2D(), new layers.Reshape({ targetShape: [2, 2] })],
    ],
    ['global maximum', [conv(), new layers.GlobalMaxPooling2D()]],
    [
      'activations as layers',
      [
        new layers.LeakyReLU(),
        conv(),
        new layers.ELU(),
        new layers.ReLU({ maxValue: 0.5 }),
        conv(),
        new layers.Softmax(),
      ],
    ],
    [
      'regularizers and constraints',
      [conv({ kernelRegularizer: { l2: 0.1 }, kernelConstraint: { name: 'maxNorm', maxValue: 2, axis: [0, 1, 2] } })],
    ],
  ])('%s', async (_, chain) => {
    await expectSameInTfjs(new Sequential([new layers.Input({ shape: IMAGE }), ...chain]));
  });

  it.each([
    'elu',
    'gelu',
    'logSoftmax',
    'mish',
    'relu',
    'relu6',
    'selu',
    'sigmoid',
    'silu',
    'softmax',
    'softplus',
    'softsign',
    'tanh',
  ] as const)('the activation %s', async (activation) => {
    await expectSameInTfjs(new Sequential([new layers.Input({ shape: IMAGE }), conv({ activation })]));
  });
});

describe('TensorFlow.js loads functional models, with', () => {
  it('branches', async () => {
    const x = layers.input({ shape: IMAGE });
    const a = conv({ padding: 'same', name: 'first_Branch' }).apply(x);
    const b = conv({ padding: 'same', name: 'b' }).apply(x);
    const merged = [
      new layers.Add().apply([a, b]),
      new layers.Multiply().apply([a, b]),
      new layers.Maximum().apply([a, b]),
      new layers.Minimum().apply([a, b]),
      new layers.Average().apply([a, b]),
      x,
    ];
    const all = new layers.Concatenate().apply(merged);
    await expectSameInTfjs(new Model({ inputs: x, outputs: conv({ filters: 2 }).apply(all) }));
  });

  it('nested models, with and without an input of their own', async () => {
    const inner = layers.input({ shape: IMAGE, name: 'inner' });
    const base = new Model({ inputs: inner, outputs: conv({ name: 'a' }).apply(inner), name: 'base' });
    const open = new Sequential([conv({ name: 'b' }), new layers.BatchNormalization({ name: 'bn' })], { name: 'open' });
    const head = new Sequential([new Sequential(flat(), { name: 'flat' })], { name: 'head' });
    const x = layers.input({ shape: IMAGE });
    const y = base.apply(x, { training: false });
    await expectSameInTfjs(new Model({ inputs: x, outputs: head.apply(open.apply(y)) }));
  });
});

describe('a model that TensorFlow.js saved', () => {
  const theirModel = (optimizer: tf.Optimizer) => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.conv2d({
          inputShape: [...IMAGE] as [number, number, number],
          filters: 4,
          kernelSize: 3,
          activation: 'relu',
          biasInitializer: 'glorotNormal',
        }),
        tfl.layers.batchNormalization(),
        tfl.layers.maxPooling2d({ poolSize: 2 }),
        tfl.layers.flatten(),
        tfl.layers.dense({ units: 3 }),
      ],
    });
    model.compile({ optimizer, loss: 'meanSquaredError', metrics: ['accuracy'] });
    return model;
  };
  const targets = randomNumbers(BATCH * 3, 'targets');
  const step = (model: tfl.LayersModel) =>
    model.fit(tf.tensor(images, [BATCH, ...IMAGE]), tf.tensor(targets, [BATCH, 3]), {
      epochs: 1,
      shuffle: false,
      verbose: 0,
    });
  const batch = { x: images, xShape: [BATCH, ...IMAGE], y: targets, yShape: [BATCH, 3] };

  it.each<[string, () => tf.Optimizer]>([
    ['adam', () => tf.train.adam(0.01)],
    ['sgd', () => tf.train.sgd(0.01)],
    ['momentum', () => tf.train.momentum(0.01, 0.9, true)],
  ])('predicts and goes on training here with %s', async (_, make) => {
    const theirs = theirModel(make());
    await step(theirs);
    await step(theirs);
    const stored = decodeTfjs(await savedByTfjs(theirs, true));
    const { optimizer, loss, metrics = [] } = storedCompileOptions(stored);
    expect(metrics.map((metric) => (typeof metric === 'string' ? metric : metric.name))).toEqual(['accuracy']);
    const ours = modelFromStored(stored);
    ours.compile({ device, optimizer: optimizer ?? 'rmsprop', loss: loss ?? 'mae' });
    expectClose(await ourPredictions(ours, images), await theirPredictions(theirs, images));
    expect((await ours.getOptimizerState())?.step).toBe(2);
    await step(theirs);
    await ours.fit([batch], { epochs: 1 });
    expectClose(await ourPredictions(ours, images), await theirPredictions(theirs, images), 1e-3);
  });
});

describe('the state of an optimizer', () => {
  const batch = { x: images, xShape: [BATCH, ...IMAGE], y: randomNumbers(BATCH * 3), yShape: [BATCH, 3] };

  it.each([
    new Adam({ learningRate: 0.01 }),
    new SGD({ momentum: 0.5 }),
    new RMSprop(),
    new RMSprop({ momentum: 0.5, centered: true }),
  ])('is kept', async (optimizer) => {
    const model = compile(new Sequential([new layers.Input({ shape: IMAGE }), conv(), ...flat()]), optimizer);
    await model.fit([batch], { epochs: 2 });
    const files = encodeTfjs(await modelToStored(model));
    const stored = decodeTfjs(files);
    const again = compile(modelFromStored(stored), storedCompileOptions(stored).optimizer as Adam);
    const [kept, given] = await Promise.all([again.getOptimizerState(), model.getOptimizerState()]);
    expect(kept?.step).toBe(2);
    expect(kept?.slots.map(({ name, shape }) => [name, shape])).toEqual(
      given?.slots.map(({ name, shape }) => [name, shape]),
    );
    // TensorFlow.js keeps momentum as a multiple of ours: two roundings.
    for (const [i, { data }] of (kept?.slots ?? []).entries()) {
      const before = given?.slots[i].data ?? new Float32Array(0);
      expect(data.every((value, j) => Math.abs(value - before[j]) <= 2 ** -23 * Math.abs(before[j]))).toBe(true);
    }
    // TensorFlow.js takes it, too.
    const theirs = await tfl.loadLayersModel(handlerOf(files));
    expect(theirs.optimizer.iterations).toBe(2);
    await theirs.fit(tf.tensor(images, [BATCH, ...IMAGE]), tf.tensor(batch.y, [BATCH, 3]), { epochs: 1, verbose: 0 });
  });
});
