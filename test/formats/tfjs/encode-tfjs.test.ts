import { describe, expect, it } from 'vitest';
import { FormatError } from '../../../src/errors.ts';
import type { StoredModel } from '../../../src/formats/stored-model.ts';
import { countUses } from '../../../src/formats/tfjs/count-uses.ts';
import { decodeTfjs } from '../../../src/formats/tfjs/decode-tfjs.ts';
import { encodeTfjs } from '../../../src/formats/tfjs/encode-tfjs.ts';
import { layerOfWeight } from '../../../src/formats/tfjs/weight-names.ts';

const layer = (className: string, config: object) => ({ className, config });
const input = layer('Input', { name: 'x', shape: [2] });
const dense = layer('Dense', { name: 'fc', units: 1, activation: 'silu', useBias: true });
const kernel = { name: 'kernel', shape: [2, 1], data: Float32Array.of(1, -2) };
const bias = { name: 'bias', shape: [1], data: Float32Array.of(0.5) };

const stored = (layers: object[], weights: StoredModel['layers'] = []): StoredModel => ({
  config: { className: 'Sequential', name: 'small', layers },
  layers: weights,
  training: null,
  metadata: { preprocessing: '{}' },
});
const small = stored([input, dense], [{ name: 'fc', weights: [kernel, bias] }]);

describe('encodeTfjs', () => {
  it("writes Keras 2's spelling, and weights in their order", () => {
    const { modelJson, files } = encodeTfjs(small);
    const json = JSON.parse(modelJson);
    expect(json.format).toBe('layers-model');
    const { class_name: className, config } = json.modelTopology.model_config;
    expect(className).toBe('Sequential');
    expect(config.layers[0]).toMatchObject({ class_name: 'InputLayer', config: { batch_input_shape: [null, 2] } });
    expect(config.layers[1]).toMatchObject({
      class_name: 'Dense',
      config: { name: 'fc', units: 1, activation: 'swish', use_bias: true },
    });
    expect(json.weightsManifest).toEqual([
      {
        paths: ['group1-shard1of1.bin'],
        weights: [
          { name: 'fc/kernel', shape: [2, 1], dtype: 'float32' },
          { name: 'fc/bias', shape: [1], dtype: 'float32' },
        ],
      },
    ]);
    expect(json.userDefinedMetadata).toEqual({ preprocessing: '{}' });
    expect([...(files.get('group1-shard1of1.bin') ?? [])]).toEqual([0, 0, 128, 63, 0, 0, 0, 192, 0, 0, 0, 63]);
  });

  it('keeps the optimizer, its steps and its state', () => {
    const training = {
      optimizer: { className: 'Adam', config: { learningRate: 0.5, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } },
      step: 3,
      slots: ['kernel', 'bias'].flatMap((weight) =>
        ['m', 'v'].map((slot) => ({ ...(weight === 'bias' ? bias : kernel), name: `fc/${weight}/${slot}` })),
      ),
      loss: { className: 'MeanSquaredError', config: {} },
      metrics: ['accuracy'],
    };
    const files = encodeTfjs({ ...small, training });
    const json = JSON.parse(files.modelJson);
    expect(json.trainingConfig).toEqual({
      loss: 'mean_squared_error',
      metrics: ['accuracy'],
      optimizer_config: { class_name: 'Adam', config: training.optimizer.config },
    });
    const [{ weights }] = json.weightsManifest;
    expect(weights.slice(2).map(({ name, group }: { name: string; group: string }) => [name, group])).toEqual([
      ['iter', 'optimizer'],
      ['fc/kernel/m', 'optimizer'],
      ['fc/bias/m', 'optimizer'],
      ['fc/kernel/v', 'optimizer'],
      ['fc/bias/v', 'optimizer'],
    ]);
    const read = decodeTfjs(files).training;
    expect(read?.slots.map(({ name }) => name).sort()).toEqual(training.slots.map(({ name }) => name).sort());
    expect({ ...read, slots: [] }).toEqual({ ...training, slots: [] });
  });

  it('leaves out a training config that TensorFlow.js could not load, and keeps ours', () => {
    const training = {
      optimizer: { className: 'AdamW', config: { learningRate: 0.5, weightDecay: 0.1 } },
      step: 1,
      slots: [{ ...kernel, name: 'fc/kernel/m' }],
      loss: { className: 'BinaryCrossentropy', config: { fromLogits: true } },
      metrics: [],
    };
    const files = encodeTfjs({ ...small, training });
    expect(JSON.parse(files.modelJson).trainingConfig).toBeUndefined();
    expect(decodeTfjs(files).training).toEqual(training);
  });

  it.each([
    ['gradient clipping', { learningRate: 0.5, momentum: 0.5, nesterov: false, clipnorm: 1 }],
    ['a schedule', { learningRate: { className: 'CosineDecay', config: {} }, momentum: 0, nesterov: false }],
  ])('leaves it out for %s, too', (_, config) => {
    const slots = config.momentum === 0 ? [] : [{ ...bias, name: 'fc/bias/velocity' }];
    const loss = { className: 'MeanSquaredError', config: {} };
    const training = { optimizer: { className: 'SGD', config }, step: 1, slots, loss, metrics: [] };
    const files = encodeTfjs({ ...small, training });
    expect(JSON.parse(files.modelJson).trainingConfig).toBeUndefined();
    expect(decodeTfjs(files).training).toEqual(training);
  });

  it.each<[string, StoredModel, string]>([
    [
      'a layer',
      stored([input, layer('RandomFlip', { name: 'flip' })]),
      'no such layer as in the layer "flip" (RandomFlip)',
    ],
    [
      'an option',
      stored([input, layer('UpSampling2D', { name: 'up', interpolation: 'bilinear' })]),
      'no interpolation "bilinear" as in the layer "up" (UpSampling2D)',
    ],
    [
      'an activation',
      stored([input, layer('Dense', { name: 'fc', units: 1, activation: 'hardSigmoid' })]),
      'no activation "hardSigmoid"',
    ],
    ['layers', { ...small, config: null }, 'needs layers; here are weights alone'],
    [
      'two names',
      stored(
        ['a', 'b'].map((name) => layer('Sequential', { name, layers: [input, dense] })),
        ['a/fc', 'b/fc'].map((name) => ({ name, weights: [kernel] })),
      ),
      'would call the weights "a/fc/kernel" and "b/fc/kernel" both "fc/kernel"',
    ],
  ])('says when TensorFlow.js lacks %s', (_, model, message) => {
    expect(() => encodeTfjs(model)).toThrow(FormatError);
    expect(() => encodeTfjs(model)).toThrow(message);
  });
});

describe('decodeTfjs', () => {
  it('reads what encodeTfjs wrote', () => {
    const read = decodeTfjs(encodeTfjs(small));
    expect(read.layers).toEqual(small.layers);
    expect(read.metadata).toEqual(small.metadata);
    expect(read.training).toBeNull();
  });

  it.each<[string, unknown, string]>([
    ['a graph model', { format: 'graph-model', modelTopology: { node: [] } }, 'a TensorFlow.js graph model'],
    ['no model', { weightsManifest: [] }, 'has no "modelTopology"'],
    ['a list', [], 'holds no JSON object'],
    [
      'a weight of no layer',
      {
        modelTopology: { class_name: 'Sequential', config: { name: 's', layers: [] } },
        weightsManifest: [{ paths: ['a'], weights: [{ name: 'fc/kernel', shape: [0], dtype: 'float32' }] }],
      },
      'The weight "fc/kernel" is of no layer of the model.',
    ],
  ])('refuses %s', (_, json, message) => {
    const files = { modelJson: JSON.stringify(json), files: new Map([['a', new Uint8Array(0)]]) };
    expect(() => decodeTfjs(files)).toThrow(FormatError);
    expect(() => decodeTfjs(files)).toThrow(message);
  });
});

describe('the layer of a weight', () => {
  const leaf = (path: string) => ({ className: 'Dense', name: path.split('/').at(-1) as string, path });

  it('is that with the longest common end of the path', () => {
    const leaves = [leaf('fc'), leaf('head/fc'), leaf('base/conv')];
    expect(layerOfWeight(leaves, 'head/fc/kernel').path).toBe('head/fc');
    expect(layerOfWeight(leaves, 'conv/kernel').path).toBe('base/conv');
    expect(layerOfWeight(leaves, 'model/base/conv/kernel').path).toBe('base/conv');
    expect(() => layerOfWeight(leaves, 'fc/kernel')).toThrow('may be of several layers: fc, head/fc');
  });
});

describe('countUses', () => {
  it('counts the uses of nested models from another number, at all depths', () => {
    const model = (links: number) => ({
      class_name: 'Functional',
      config: {
        name: 'outer',
        layers: [
          { class_name: 'InputLayer', name: 'x', config: { name: 'x' }, inbound_nodes: [] },
          {
            class_name: 'Sequential',
            name: 'inner',
            config: { name: 'inner', layers: [] },
            inbound_nodes: [[['x', 0, 0, {}]]],
          },
          {
            class_name: 'Dense',
            name: 'fc',
            config: { name: 'fc' },
            inbound_nodes: [[['inner', links, 0, { a: [1] }]]],
          },
        ],
        input_layers: [['x', 0, 0]],
        output_layers: [
          ['fc', 0, 0],
          ['inner', links, 0],
        ],
      },
    });
    expect(countUses(model(0), 1)).toEqual(model(1));
    expect(countUses(model(1), -1)).toEqual(model(0));
  });
});
