import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/errors.ts';
import { readHdf5 } from '../../../src/formats/hdf5/read-hdf5.ts';
import { setText, textsOf } from '../../../src/formats/hdf5/text-attributes.ts';
import { datasetAt, groupAt, type Hdf5Group, setDataset } from '../../../src/formats/hdf5/tree.ts';
import { writeHdf5 } from '../../../src/formats/hdf5/write-hdf5.ts';
import { readKerasModel, readKerasWeights } from '../../../src/formats/keras/read-keras.ts';
import {
  writeKeras,
  writeKerasH5,
  writeKerasH5Weights,
  writeKerasWeightsH5,
} from '../../../src/formats/keras/write-keras.ts';
import type { StoredModel, StoredObject } from '../../../src/formats/stored-model.ts';
import { unzip, zip } from '../../../src/formats/zip.ts';

const fixture = (name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(join(import.meta.dirname, 'fixtures', name)));
const nested = { h5: fixture('nested.h5'), keras: fixture('nested.keras'), weights: fixture('nested.weights.h5') };
const expected = JSON.parse(new TextDecoder().decode(fixture('nested.json'))) as { weights: Record<string, number[]> };

const names = ({ layers }: StoredModel): string[] =>
  layers.flatMap(({ name, weights }) => weights.map((weight) => `${name}/${weight.name}`));

/** Weights and, for each trained one, slots: every number differs. */
function filled(
  config: Record<string, unknown>,
  layers: Record<string, Record<string, number[]>>,
  optimizer: StoredObject | null = null,
  slots: readonly string[] = [],
): StoredModel {
  let next = 0;
  const array = (name: string, shape: number[]) => ({
    name,
    shape,
    data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => ++next / 7),
  });
  const stored = Object.entries(layers).map(([name, weights]) => ({
    name,
    weights: Object.entries(weights).map(([weight, shape]) => array(weight, shape)),
  }));
  const isTrained = (name: string) => !/moving|^mean|variance|count/.test(name);
  const state = stored.flatMap(({ name, weights }) =>
    weights
      .filter((weight) => isTrained(weight.name))
      .flatMap((weight) => slots.map((slot) => array(`${name}/${weight.name}/${slot}`, [...weight.shape]))),
  );
  const training = optimizer === null ? null : { optimizer, step: 41, slots: state };
  return { config, layers: stored, training, metadata: { preprocessing: '{"scale":"1/255 — ü"}' } };
}

const bySlotName = ({ training }: StoredModel) => new Map(training?.slots.map((slot) => [slot.name, slot]));

async function expectRoundTrip(stored: StoredModel): Promise<void> {
  for (const write of [writeKerasH5, writeKeras]) {
    const again = await readKerasModel(await write(stored));
    expect(again.config).toEqual(stored.config);
    expect(again.layers).toEqual(stored.layers);
    expect(again.metadata).toEqual(stored.metadata);
    expect(again.training?.optimizer).toEqual(stored.training?.optimizer);
    expect(again.training?.step).toEqual(stored.training?.step);
    // Keras keeps the slots of some optimizers in another order.
    expect(bySlotName(again)).toEqual(bySlotName(stored));
  }
}

describe('files that Keras 3.15 wrote', () => {
  it('.h5 and .keras are read as the same model', async () => {
    const stored = await readKerasModel(nested.keras);
    expect(await readKerasModel(nested.h5)).toEqual(stored);
    expect(names(stored)).toEqual([
      'base/stem/kernel',
      'base/bn/gamma',
      'base/bn/beta',
      'base/bn/movingMean',
      'base/bn/movingVariance',
      'base/dw/kernel',
      'base/dw/bias',
      'base/bn2/beta',
      'base/bn2/movingMean',
      'base/bn2/movingVariance',
      'sep/depthwiseKernel',
      'sep/pointwiseKernel',
      'sep/bias',
      'head/kernel',
      'head/bias',
    ]);
    const { nodes } = stored.config as { nodes: { layer: string; training?: boolean }[] };
    expect(nodes.find(({ layer }) => layer === 'base')?.training).toBe(false);
    expect(nodes.find(({ layer }) => layer === 'drop')?.training).toBeUndefined();
  });

  it('every weight is the one that Keras calls so', async () => {
    const { layers } = await readKerasModel(nested.keras);
    const first = Object.fromEntries(
      layers.flatMap(({ name, weights }) =>
        weights.map((weight) => [
          `${name.replace('base/', '')}/${weight.name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
          Array.from(weight.data.slice(0, 2)),
        ]),
      ),
    );
    expect(first).toEqual(expected.weights);
  });

  it('have the optimizer with its state', async () => {
    const { training } = await readKerasModel(nested.h5);
    expect(training).toMatchObject({
      optimizer: { className: 'Adam', config: { beta1: 0.8, beta2: 0.999, epsilon: 1e-7 } },
      step: 7,
      loss: { className: 'SparseCategoricalCrossentropy', config: {} },
      metrics: ['accuracy'],
    });
    expect(training?.problem).toBeUndefined();
    const root = readHdf5(nested.h5);
    const velocity = datasetAt(groupAt(root, 'optimizer_weights'), 'adam/dw_bias_velocity');
    const slot = training?.slots.find(({ name }) => name === 'base/dw/bias/v');
    expect(slot?.data).toEqual(velocity?.data);
    expect(training?.slots).toHaveLength(22);
  });

  it('come back from our files bit by bit', async () => {
    const stored = await readKerasModel(nested.keras);
    expect(await readKerasModel(await writeKerasH5(stored))).toEqual(stored);
    expect(await readKerasModel(await writeKeras(stored))).toEqual(stored);
  });

  it('.weights.h5 has layers by their places', async () => {
    const { config, layers } = await readKerasWeights(nested.weights);
    expect(config).toBeNull();
    expect(layers.find(({ name }) => name === 'bn2')?.place).toBe('functional/batch_normalization_1');
    const { layers: ours } = await readKerasWeights(await writeKerasWeightsH5(await readKerasModel(nested.keras)));
    const sorted = (list: typeof layers) => [...list].sort((a, b) => ((a.place ?? '') < (b.place ?? '') ? -1 : 1));
    expect(sorted(ours)).toEqual(sorted(layers));
  });
});

describe('round trips', () => {
  const dense = (name: string, units: number, more: object = {}) => ({
    className: 'Dense',
    config: { name, units, activation: 'linear', useBias: true, kernelInitializer: 'glorotUniform', ...more },
  });
  const sequential = (...layers: object[]) => ({
    className: 'Sequential',
    name: 'small',
    layers: [{ className: 'Input', config: { shape: [3] } }, ...layers],
  });
  const shapes = { a: { kernel: [3, 3], bias: [3] }, b: { kernel: [3, 3], bias: [3] } };

  it.each([
    ['Adam', { learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-7 }, ['m', 'v']],
    [
      'AdamW',
      { learningRate: 0.01, weightDecay: 0.004, clipNorm: 1, beta1: 0.9, beta2: 0.99, epsilon: 1e-7 },
      ['m', 'v'],
    ],
    ['SGD', { learningRate: 0.01, momentum: 0.9, nesterov: true }, ['velocity']],
    ['SGD', { learningRate: 0.01, momentum: 0, nesterov: false }, []],
    ['RMSprop', { learningRate: 0.01, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false }, ['velocity']],
    [
      'RMSprop',
      { learningRate: 0.01, rho: 0.9, momentum: 0.5, epsilon: 1e-7, centered: true },
      ['velocity', 'averageGradient', 'momentum'],
    ],
    [
      'SGD',
      {
        learningRate: {
          className: 'ExponentialDecay',
          config: { initialLearningRate: 0.1, decaySteps: 100, decayRate: 0.5, staircase: true },
        },
        momentum: 0.9,
        nesterov: false,
      },
      ['velocity'],
    ],
  ])('state of %s with %j', async (className, config, slots) => {
    // Layers of one shape: only the right order gives each its own state.
    const model = sequential(dense('a', 3), dense('b', 3));
    await expectRoundTrip(filled(model, shapes, { className, config }, slots));
  });

  it('frozen layers have no state', async () => {
    const stored = filled(
      sequential(dense('a', 3, { trainable: false }), dense('b', 3)),
      shapes,
      { className: 'SGD', config: { learningRate: 0.01, momentum: 0.9, nesterov: false } },
      ['velocity'],
    );
    const slots = stored.training?.slots.filter(({ name }) => name.startsWith('b/')) ?? [];
    await expectRoundTrip({ ...stored, training: { optimizer: null, step: 0, ...stored.training, slots } });
  });

  it('options of layers', async () => {
    const limits = {
      kernelRegularizer: { l1: 0.1, l2: 0.2 },
      biasRegularizer: null,
      kernelConstraint: { name: 'maxNorm', maxValue: 2, axis: [0, 1, 2] },
      biasConstraint: null,
    };
    const conv = {
      strides: [2, 1],
      padding: 'same',
      dilationRate: [1, 1],
      activation: 'leakyRelu',
      useBias: true,
      biasInitializer: { name: 'constant', value: 0.5 },
    };
    const layers = [
      { className: 'Rescaling', config: { name: 'r', scale: 0.5, offset: -1 } },
      {
        className: 'ZeroPadding2D',
        config: {
          name: 'z',
          padding: [
            [1, 2],
            [3, 4],
          ],
        },
      },
      { className: 'RandomFlip', config: { name: 'flip', mode: 'horizontal', seed: 5 } },
      {
        className: 'RandomZoom',
        config: {
          name: 'zoom',
          heightFactor: [-0.2, 0.1],
          widthFactor: null,
          fillMode: 'reflect',
          fillValue: 0,
          interpolation: 'bilinear',
          seed: null,
        },
      },
      {
        className: 'Conv2D',
        config: { name: 'c', filters: 2, kernelSize: [3, 2], kernelInitializer: 'heNormal', ...conv, ...limits },
      },
      {
        className: 'BatchNormalization',
        config: { name: 'bn', momentum: 0.9, epsilon: 0.001, center: true, scale: false },
      },
      { className: 'LeakyReLU', config: { name: 'l', negativeSlope: 0.25 } },
      { className: 'ReLU', config: { name: 'six', maxValue: 6, negativeSlope: 0, threshold: 0 } },
      {
        className: 'DepthwiseConv2D',
        config: { name: 'd', kernelSize: [1, 1], depthMultiplier: 2, depthwiseInitializer: 'glorotNormal', ...conv },
      },
      {
        className: 'SeparableConv2D',
        config: { name: 's', filters: 3, kernelSize: [1, 1], depthMultiplier: 1, ...conv, useBias: false },
      },
      {
        className: 'Conv2DTranspose',
        config: { name: 't', filters: 2, kernelSize: [2, 2], outputPadding: null, ...conv },
      },
      { className: 'MaxPooling2D', config: { name: 'p', poolSize: [2, 2], strides: [1, 2], padding: 'valid' } },
      { className: 'UpSampling2D', config: { name: 'u', size: [2, 2], interpolation: 'nearest' } },
      {
        className: 'Resizing',
        config: { name: 'size', height: 8, width: 6, interpolation: 'bilinear', cropToAspectRatio: true },
      },
      { className: 'Normalization', config: { name: 'n', mean: null, variance: null } },
      {
        className: 'LayerNormalization',
        config: {
          name: 'ln',
          epsilon: 0.001,
          center: true,
          scale: true,
          betaInitializer: 'zeros',
          gammaInitializer: 'ones',
        },
      },
      { className: 'SpatialDropout2D', config: { name: 'sd', rate: 0.1, seed: null } },
      { className: 'GlobalAveragePooling2D', config: { name: 'g', keepdims: true } },
      { className: 'Reshape', config: { name: 'shape', targetShape: [-1] } },
      { className: 'Dropout', config: { name: 'drop', rate: 0.5, noiseShape: [null, 1], seed: null } },
      { className: 'Softmax', config: { name: 'soft', axis: -1 } },
    ];
    const config = {
      className: 'Sequential',
      name: 'all',
      layers: [{ className: 'Input', config: { shape: [9, 9, 3] } }, ...layers],
    };
    const weights: Record<string, Record<string, number[]>> = {
      c: { kernel: [3, 2, 3, 2], bias: [2] },
      bn: { beta: [2], movingMean: [2], movingVariance: [2] },
      d: { kernel: [1, 1, 2, 2], bias: [4] },
      s: { depthwiseKernel: [1, 1, 4, 1], pointwiseKernel: [1, 1, 4, 3] },
      t: { kernel: [2, 2, 2, 3], bias: [2] },
      n: { mean: [2], variance: [2], count: [] },
      ln: { gamma: [2], beta: [2] },
    };
    await expectRoundTrip(
      filled(config, Object.fromEntries(layers.map(({ config: { name } }) => [name, weights[name] ?? {}]))),
    );
  });

  it('shared and nested layers, frozen in part', async () => {
    const bn = (name: string, trainable: boolean) => ({
      className: 'BatchNormalization',
      config: { name, momentum: 0.9, epsilon: 0.001, center: true, scale: true, ...(trainable ? {} : { trainable }) },
    });
    const base = {
      className: 'Functional',
      config: {
        name: 'base',
        layers: [
          { className: 'Input', config: { name: 'x', shape: [2] } },
          bn('bn1', true),
          bn('bn2', false),
          bn('bn3', true),
        ],
        nodes: [
          { layer: 'x', inputs: [] },
          { layer: 'bn1', inputs: [0] },
          { layer: 'bn2', inputs: [1] },
          { layer: 'bn3', inputs: [2] },
        ],
        inputs: [0],
        outputs: [3],
      },
    };
    const config = {
      className: 'Functional',
      name: 'twins',
      layers: [
        { className: 'Input', config: { name: 'left', shape: [2] } },
        { className: 'Input', config: { name: 'right', shape: [2] } },
        base,
        { className: 'Subtract', config: { name: 'minus' } },
      ],
      nodes: [
        { layer: 'left', inputs: [] },
        { layer: 'right', inputs: [] },
        { layer: 'base', inputs: [0], training: false },
        { layer: 'base', inputs: [1] },
        { layer: 'minus', inputs: [3, 2] },
      ],
      inputs: [0, 1],
      outputs: [4],
    };
    const four = { gamma: [2], beta: [2], movingMean: [2], movingVariance: [2] };
    const stored = filled(config, {
      left: {},
      right: {},
      'base/x': {},
      'base/bn1': four,
      'base/bn2': four,
      'base/bn3': four,
      minus: {},
    });
    await expectRoundTrip(stored);
    // Trained weights first, then all others layer by layer: the order of Keras's files.
    const { layers } = await readKerasWeights(await writeKerasH5Weights(stored));
    expect(layers.find(({ name }) => name === 'base')?.weights.map(({ name }) => name)).toEqual([
      'bn1/gamma',
      'bn1/beta',
      'bn3/gamma',
      'bn3/beta',
      'bn1/movingMean',
      'bn1/movingVariance',
      'bn2/gamma',
      'bn2/beta',
      'bn2/movingMean',
      'bn2/movingVariance',
      'bn3/movingMean',
      'bn3/movingVariance',
    ]);
  });

  it('losses with options', async () => {
    const stored = filled(sequential(dense('a', 3), dense('b', 3)), shapes, {
      className: 'SGD',
      config: { learningRate: 1, momentum: 0, nesterov: false },
    });
    const loss = { className: 'CategoricalCrossentropy', config: { fromLogits: true, labelSmoothing: 0.1 } };
    const training = { ...(stored.training as NonNullable<StoredModel['training']>), loss, metrics: ['acc'] };
    for (const write of [writeKerasH5, writeKeras]) {
      expect((await readKerasModel(await write({ ...stored, training }))).training).toEqual(training);
    }
  });
});

describe('what our files look like', () => {
  it('.h5: the layout of Keras 2', async () => {
    const root = readHdf5(await writeKerasH5(await readKerasModel(nested.keras)));
    expect([...root.attributes.keys()].sort()).toEqual(['backend', 'keras_version', 'model_config', 'training_config']);
    const weights = groupAt(root, 'model_weights');
    expect(textsOf(weights, 'layer_names')).toEqual(
      textsOf(groupAt(readHdf5(nested.h5), 'model_weights'), 'layer_names'),
    );
    expect(textsOf(groupAt(weights, 'flat'), 'weight_names')).toEqual([]);
    expect(textsOf(groupAt(weights, 'base'), 'weight_names')?.[0]).toBe('stem/kernel:0');
    expect(weights.groups.has('top_level_model_weights')).toBe(true);
    expect(textsOf(groupAt(root, 'optimizer_weights'), 'weight_names')?.slice(0, 4)).toEqual([
      'adam/iteration',
      'adam/learning_rate',
      'adam/base_stem_kernel_momentum',
      'adam/base_stem_kernel_velocity',
    ]);
  });

  it('.keras: three members in order, stored, with the tree that Keras writes', async () => {
    const bytes = await writeKeras(await readKerasModel(nested.keras), new Date('2026-11-21T22:56:44Z'));
    const members = unzip(bytes, 1e9);
    expect([...members.keys()]).toEqual(['metadata.json', 'config.json', 'model.weights.h5']);
    expect(JSON.parse(new TextDecoder().decode(members.get('metadata.json')))).toEqual({
      keras_version: '3.15.1',
      date_saved: '2026-11-21@22:56:44',
    });
    const ours = readHdf5(members.get('model.weights.h5') as Uint8Array);
    expect(ours.groups.get('layers')).toEqual(readHdf5(nested.weights).groups.get('layers'));
  });
});

describe('what is refused', () => {
  it('a file that is neither', async () => {
    await expect(readKerasModel(new TextEncoder().encode('hello'))).rejects.toThrow(FormatError);
    await expect(readKerasModel(zip({ 'a.txt': new Uint8Array(3) }))).rejects.toThrow(
      'The zip archive has no "config.json"',
    );
    await expect(readKerasWeights(zip({ 'model.weights.npz': new Uint8Array(3) }))).rejects.toThrow('install h5py');
    await expect(readKerasModel(await writeHdf5(readHdf5(nested.weights)))).resolves.toMatchObject({ config: null });
  });

  it('bombs: deep configs, paths that lead out, members that unpack to too much', async () => {
    const members = {
      ...Object.fromEntries(unzip(nested.keras, 1e9)),
      'config.json': new TextEncoder().encode('['.repeat(1e6)),
    };
    await expect(readKerasModel(zipSync(members))).rejects.toThrow('nested more than 256 deep');
    await expect(readKerasModel(zip({ '../config.json': new Uint8Array(2) }))).rejects.toThrow(
      'leads out of its folder',
    );
  });

  it('a damaged file, whatever was changed', async () => {
    for (let i = 0; i < 300; i++) {
      const bytes = nested.keras.slice();
      bytes[(i * 7919) % bytes.length] ^= 1 << (i % 8);
      try {
        await readKerasModel(bytes);
      } catch (error) {
        expect(error).toBeInstanceOf(FormatError);
      }
    }
  });

  const changed = async (change: (root: Hdf5Group) => void): Promise<Uint8Array> => {
    const root = readHdf5(nested.h5);
    change(root);
    return writeHdf5(root);
  };

  it('weights that the file lists and does not have, or too few', async () => {
    const listed = await changed((root) => groupAt(root, 'model_weights').groups.delete('sep'));
    const fewer = await changed((root) => {
      groupAt(root, 'model_weights/sep').attributes.set('weight_names', { shape: [0], data: new Float64Array(0) });
    });
    await expect(readKerasModel(listed)).rejects.toThrow('lists the layer "sep" and does not have it');
    await expect(readKerasModel(fewer)).rejects.toThrow(
      'The layer "sep" has 0 weights in the file; by its options it has 3 (depthwiseKernel, pointwiseKernel, bias).',
    );
  });

  it('filters of Theano', async () => {
    const theano = await changed((root) => setText(root, 'backend', 'theano'));
    await expect(readKerasModel(theano)).rejects.toThrow('whose filters are turned around');
  });

  it('state that fits no weights is left out, with the reason', async () => {
    const other = await changed((root) =>
      setDataset(groupAt(root, 'optimizer_weights'), 'adam/stem_kernel_momentum', {
        shape: [2],
        data: new Float32Array(2),
      }),
    );
    const { training } = await readKerasModel(other);
    expect(training?.slots).toEqual([]);
    expect(training?.problem).toContain('does not fit Adam and the 11 trained weights; training starts afresh.');
  });

  it('a layer that Keras does not have, and weights without a model', async () => {
    const config = { className: 'Sequential', name: 's', layers: [{ className: 'Mystery', config: { name: 'm' } }] };
    const stored: StoredModel = { config, layers: [], training: null, metadata: {} };
    await expect(writeKeras(stored)).rejects.toThrow('The layer "m" (Mystery) has no form in a Keras file.');
    await expect(writeKerasH5({ ...stored, config: null })).rejects.toThrow('There are weights, but no model');
  });
});
