import { describe, expect, it } from 'vitest';
import { setText, setTexts } from '../../../src/formats/hdf5/text-attributes.ts';
import { emptyGroup, groupAt, type Hdf5Array, setDataset } from '../../../src/formats/hdf5/tree.ts';
import { writeHdf5 } from '../../../src/formats/hdf5/write-hdf5.ts';
import { readKerasModel, readKerasWeights } from '../../../src/formats/keras/read-keras.ts';

// Files as old versions of Keras wrote them, put together by hand.

let next = 0;
const floats = (...shape: number[]): Hdf5Array => ({
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => ++next),
});

type Arrays = readonly (readonly [string, Hdf5Array])[];

function file(
  layers: Readonly<Record<string, Arrays>>,
  { model, training, optimizer }: { model: object; training?: object; optimizer?: Arrays },
): Promise<Uint8Array> {
  const root = emptyGroup();
  setText(root, 'model_config', JSON.stringify(model));
  if (training !== undefined) setText(root, 'training_config', JSON.stringify(training));
  const weights = groupAt(root, 'model_weights');
  setTexts(weights, 'layer_names', Object.keys(layers));
  for (const [layer, arrays] of Object.entries(layers)) {
    const group = groupAt(weights, layer);
    setTexts(
      group,
      'weight_names',
      arrays.map(([name]) => name),
    );
    for (const [name, array] of arrays) setDataset(group, name, array);
  }
  if (optimizer !== undefined) {
    const group = groupAt(root, 'optimizer_weights');
    setTexts(
      group,
      'weight_names',
      optimizer.map(([name]) => name),
    );
    for (const [name, array] of optimizer) setDataset(group, name, array);
  }
  return writeHdf5(root);
}

const dense = (name: string, more: object = {}) => ({ class_name: 'Dense', config: { name, units: 2, ...more } });
const twoLayers = {
  class_name: 'Sequential',
  config: { name: 's', layers: [dense('a', { batch_input_shape: [null, 2] }), dense('b')] },
};
const names = ['a/kernel', 'a/bias', 'b/kernel', 'b/bias'];
const arrays = names.map((name) => [`${name}:0`, name.endsWith('bias') ? floats(2) : floats(2, 2)] as const);
const layers = { a: arrays.slice(0, 2), b: arrays.slice(2) };
const state = (slot: (name: string) => string): Arrays =>
  names.map((name) => [slot(name), name.endsWith('bias') ? floats(2) : floats(2, 2)] as const);
const adam = { class_name: 'Adam', config: { lr: 0.01, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-8, decay: 0.5 } };
const steps = (name: string): Arrays => [[name, { shape: [], data: BigInt64Array.of(12n) }]];

describe('Keras 1.2', () => {
  it('weights by their order: W and b, and the four of a batch normalization', async () => {
    const given: Arrays = ['gamma', 'beta', 'running_mean', 'running_std'].map(
      (name) => [`bn_${name}`, floats(2)] as const,
    );
    const [kernel, bias] = [floats(3, 3, 1, 2), floats(2)];
    const conv = {
      class_name: 'Convolution2D',
      config: {
        name: 'conv',
        batch_input_shape: [null, 4, 4, 1],
        nb_filter: 2,
        nb_row: 3,
        nb_col: 3,
        dim_ordering: 'tf',
      },
    };
    const bn = {
      class_name: 'BatchNormalization',
      config: { name: 'bn', mode: 0, axis: -1, epsilon: 0.001, momentum: 0.99 },
    };
    const bytes = await file(
      {
        conv: [
          ['conv_W', kernel],
          ['conv_b', bias],
        ],
        bn: given,
      },
      { model: { class_name: 'Sequential', config: [conv, bn] } },
    );
    const stored = await readKerasModel(bytes);
    expect(stored.layers).toEqual([
      {
        name: 'conv',
        weights: [
          { name: 'kernel', ...kernel },
          { name: 'bias', ...bias },
        ],
      },
      {
        name: 'bn',
        weights: ['gamma', 'beta', 'movingMean', 'movingVariance'].map((name, i) => ({ name, ...given[i][1] })),
      },
    ]);
    expect(stored.training).toBeNull();
  });
});

describe('state of Adam', () => {
  const expected = (m: Arrays, v: Arrays) =>
    new Map(
      names.flatMap((name, i) => [
        [`${name}/m`, m[i][1].data],
        [`${name}/v`, v[i][1].data],
      ]),
    );
  const read = async (optimizer: Arrays, training: object = { optimizer_config: adam, loss: 'mse' }) => {
    const { training: stored } = await readKerasModel(await file(layers, { model: twoLayers, training, optimizer }));
    expect(stored?.problem).toBeUndefined();
    expect(stored?.step).toBe(12);
    return { stored, slots: new Map(stored?.slots.map(({ name, data }) => [name, data])) };
  };

  it('of Keras 2.0 to 2.3: all m, all v, and leftovers, without telling names', async () => {
    const [m, v, rest] = ['Variable', 'Variable_v2', 'Variable_x'].map((name, i) =>
      state((weight) => `training/Adam/${name}_${i}_${weight.replace('/', '')}:0`),
    );
    const leftovers: Arrays = rest.map(([name]) => [name, { shape: [1], data: new Float32Array(1) }]);
    const { slots, stored } = await read([...steps('Adam/iterations:0'), ...m, ...v, ...leftovers]);
    expect(slots).toEqual(expected(m, v));
    expect(stored?.loss).toEqual({ className: 'MeanSquaredError', config: {} });
    // The rate of Keras 2 falls with each step.
    expect(stored?.optimizer).toEqual({
      className: 'Adam',
      config: {
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        learningRate: {
          className: 'InverseTimeDecay',
          config: { initialLearningRate: 0.01, decaySteps: 1, decayRate: 0.5 },
        },
      },
    });
  });

  it('of tf.keras up to 2.10: all m, then all v', async () => {
    const m = state((weight) => `Adam/${weight}/m:0`);
    const v = state((weight) => `Adam/${weight}/v:0`);
    expect((await read([...steps('Adam/iter:0'), ...m, ...v])).slots).toEqual(expected(m, v));
  });

  it('of tf.keras 2.11 to 2.15: m and v side by side, and a learning rate', async () => {
    const m = state((weight) => `Adam/m/${weight}:0`);
    const v = state((weight) => `Adam/v/${weight}:0`);
    const sides = m.flatMap((slot, i) => [slot, v[i]]);
    const rate: Arrays = [['learning_rate:0', { shape: [], data: Float32Array.of(0.01) }]];
    const custom = { optimizer_config: { class_name: 'Custom>Adam', config: { learning_rate: 0.01 } }, loss: 'mse' };
    const { slots, stored } = await read([...steps('iteration:0'), ...rate, ...sides], custom);
    expect(slots).toEqual(expected(m, v));
    expect(stored?.optimizer).toEqual({ className: 'Adam', config: { learningRate: 0.01 } });
  });

  it('of an optimizer that is not here: the model alone', async () => {
    const training = { optimizer_config: { class_name: 'Adadelta', config: {} }, loss: 'mse', metrics: [['accuracy']] };
    const stored = await readKerasModel(await file(layers, { model: twoLayers, training, optimizer: steps('iter') }));
    expect(stored.training).toMatchObject({ optimizer: null, step: 0, slots: [], metrics: ['accuracy'] });
  });
});

it('weights of layers whose names are paths, in a file with layers that are not here', async () => {
  const kernel = floats(1, 1, 3, 2);
  const model = { class_name: 'Functional', config: { name: 'm', layers: [{ class_name: 'Mystery' }] } };
  const bytes = await file({ 'conv1/conv': [['conv1/conv/kernel:0', kernel]], mystery: [] }, { model });
  expect((await readKerasWeights(bytes)).layers).toEqual([
    { name: 'conv1_conv', weights: [{ name: 'conv1/conv/kernel', ...kernel }] },
    { name: 'mystery', weights: [] },
  ]);
});
