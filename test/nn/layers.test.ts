import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { ShapeError, ValueError } from '../../src/errors.ts';
import { layerClassNames } from '../../src/nn/layers/by-class-name.ts';
import {
  Activation,
  AveragePooling2D,
  BatchNormalization,
  Conv2D,
  CustomScaleLayer,
  Dense,
  DepthwiseConv2D,
  Dropout,
  Flatten,
  GlobalAveragePooling2D,
  ImagenetPreprocessing,
  Input,
  MaxPooling2D,
  RandomBrightness,
  RandomContrast,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
  Rescaling,
  Reshape,
  ZeroPadding2D,
} from '../../src/nn/layers/index.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { checkLayer, type LayerRow } from '../support/check-layer.ts';
import { layerRows } from '../support/layer-rows.ts';

/** What layers that move pixels have in common. */
const moving = { input: [4, 3, 2], output: [4, 3, 2], differsInTraining: true, passesGradients: false };

const rows: Readonly<Record<string, LayerRow>> = {
  ...layerRows,
  Activation: { layer: new Activation({ activation: 'tanh' }), input: [2, 3], output: [2, 3] },
  'Activation, softmax': { layer: new Activation({ activation: 'softmax' }), input: [4], output: [4] },
  AveragePooling2D: { layer: new AveragePooling2D(), input: [5, 4, 3], output: [2, 2, 3] },
  'AveragePooling2D, same': {
    layer: new AveragePooling2D({ poolSize: 3, strides: 2, padding: 'same' }),
    input: [5, 4, 3],
    output: [3, 2, 3],
  },
  BatchNormalization: {
    layer: new BatchNormalization({ momentum: 0.9 }),
    input: [3, 2, 4],
    output: [3, 2, 4],
    trained: { gamma: [4], beta: [4] },
    statistics: { movingMean: [4], movingVariance: [4] },
    differsInTraining: true,
  },
  'BatchNormalization of features, without gamma and beta': {
    layer: new BatchNormalization({ center: false, scale: false, epsilon: 1e-5 }),
    input: [4],
    output: [4],
    statistics: { movingMean: [4], movingVariance: [4] },
    differsInTraining: true,
  },
  Conv2D: {
    layer: new Conv2D({ filters: 5, kernelSize: 3, activation: 'tanh', name: 'first' }),
    input: [6, 5, 2],
    output: [4, 3, 5],
    trained: { kernel: [3, 3, 2, 5], bias: [5] },
  },
  'Conv2D, strided, without bias': {
    layer: new Conv2D({ filters: 2, kernelSize: [1, 3], strides: [2, 1], padding: 'same', useBias: false }),
    input: [5, 4, 3],
    output: [3, 4, 2],
    trained: { kernel: [1, 3, 3, 2] },
  },
  'Conv2D, dilated': {
    layer: new Conv2D({ filters: 1, kernelSize: 2, dilationRate: 2, kernelInitializer: 'heNormal' }),
    input: [4, 5, 1],
    output: [2, 3, 1],
    trained: { kernel: [2, 2, 1, 1], bias: [1] },
  },
  CustomScaleLayer: {
    layer: new CustomScaleLayer({ scale: 0.17 }),
    input: [2, 3, 4],
    others: [[2, 3, 4]],
    output: [2, 3, 4],
  },
  Dense: {
    layer: new Dense({ units: 3, activation: 'sigmoid', biasInitializer: { name: 'constant', value: 0.5 } }),
    input: [4],
    output: [3],
    trained: { kernel: [4, 3], bias: [3] },
  },
  DepthwiseConv2D: {
    layer: new DepthwiseConv2D({ kernelSize: 3, depthMultiplier: 2, padding: 'same' }),
    input: [4, 3, 2],
    output: [4, 3, 4],
    trained: { kernel: [3, 3, 2, 2], bias: [4] },
  },
  Dropout: { layer: new Dropout({ rate: 0.5 }), input: [4, 4], output: [4, 4], differsInTraining: true },
  'Dropout, nothing': { layer: new Dropout({ rate: 0 }), input: [4, 4], output: [4, 4] },
  Flatten: { layer: new Flatten(), input: [2, 3, 4], output: [24] },
  GlobalAveragePooling2D: { layer: new GlobalAveragePooling2D(), input: [3, 4, 5], output: [5] },
  ImagenetPreprocessing: {
    layer: new ImagenetPreprocessing({ mode: 'caffe' }),
    input: [2, 3, 3],
    output: [2, 3, 3],
  },
  Input: { layer: new Input({ shape: [2, 3] }), input: [2, 3], output: [2, 3] },
  MaxPooling2D: { layer: new MaxPooling2D({ poolSize: [3, 2] }), input: [6, 5, 2], output: [2, 2, 2] },
  'MaxPooling2D, same': {
    layer: new MaxPooling2D({ poolSize: 3, strides: 1, padding: 'same' }),
    input: [3, 4, 2],
    output: [3, 4, 2],
  },
  RandomBrightness: {
    layer: new RandomBrightness({ factor: 0.2, valueRange: [-5, 5] }),
    input: [4, 3, 2],
    output: [4, 3, 2],
    differsInTraining: true,
  },
  RandomContrast: {
    layer: new RandomContrast({ factor: 0.5, valueRange: [-5, 5] }),
    input: [4, 3, 2],
    output: [4, 3, 2],
    differsInTraining: true,
  },
  RandomFlip: { layer: new RandomFlip(), ...moving },
  RandomRotation: { layer: new RandomRotation({ factor: 0.2 }), ...moving },
  RandomTranslation: { layer: new RandomTranslation({ heightFactor: 0.3, widthFactor: [-0.1, 0.5] }), ...moving },
  RandomZoom: { layer: new RandomZoom({ heightFactor: 0.5, seed: 2 }), ...moving },
  Rescaling: { layer: new Rescaling({ scale: 1 / 255, offset: -0.5 }), input: [2, 2, 3], output: [2, 2, 3] },
  Reshape: { layer: new Reshape({ targetShape: [2, -1, 3] }), input: [4, 6], output: [2, 4, 3] },
  ZeroPadding2D: { layer: new ZeroPadding2D(), input: [2, 3, 1], output: [4, 5, 1] },
  'ZeroPadding2D, each side': {
    layer: new ZeroPadding2D({
      padding: [
        [0, 1],
        [2, 3],
      ],
    }),
    input: [2, 3, 1],
    output: [3, 8, 1],
  },
};

for (const [title, row] of Object.entries(rows)) checkLayer(title, row);

it('checks every layer', () => {
  const checked = new Set(Object.values(rows).map(({ layer }) => layer.className));
  expect([...checked].sort()).toEqual([...layerClassNames].sort());
});

describe('layers by hand', () => {
  const device = new ReferenceDevice();
  const predict = async (model: Sequential, weights: Record<string, readonly number[]>, x: readonly number[]) => {
    model.compile({ device, optimizer: 'sgd', loss: 'mse' });
    const shapes = new Map((await model.getWeights()).map(({ name, shape }) => [name, shape]));
    model.setWeights(
      Object.entries(weights).map(([name, data]) => ({
        name,
        shape: shapes.get(name) ?? [],
        data: Float32Array.from(data),
      })),
    );
    const batch = { x: Float32Array.from(x), xShape: [1, ...model.inputShape] };
    const batches = {
      async *[Symbol.asyncIterator]() {
        yield batch;
      },
    };
    return [...(await model.predict(batches)).data];
  };

  it('Dense is activation(x · kernel + bias)', async () => {
    const model = new Sequential([new Dense({ units: 2, activation: 'relu', inputShape: [3] })]);
    const weights = { 'dense/kernel': [1, 2, 3, 4, 5, -6], 'dense/bias': [0.5, 1] };
    expect(await predict(model, weights, [1, 2, 3])).toEqual([22.5, 0]);
  });

  it('Conv2D slides its kernel over the image, and adds the bias', async () => {
    const model = new Sequential([new Conv2D({ filters: 1, kernelSize: 2, inputShape: [2, 3, 1] })]);
    const weights = { 'conv2d/kernel': [1, 10, 100, 1000], 'conv2d/bias': [0.5] };
    expect(await predict(model, weights, [1, 2, 3, 4, 5, 6])).toEqual([5421.5, 6532.5]);
  });

  it('BatchNormalization uses its moving statistics outside of training', async () => {
    const model = new Sequential([new BatchNormalization({ epsilon: 0, inputShape: [2] })]);
    const weights = {
      'batch_normalization/gamma': [2, 1],
      'batch_normalization/beta': [0, 10],
      'batch_normalization/movingMean': [1, 2],
      'batch_normalization/movingVariance': [4, 16],
    };
    expect(await predict(model, weights, [5, 10])).toEqual([4, 12]);
  });

  it('Dropout scales what it keeps by 1 / (1 - rate)', async () => {
    const x = tensor(device, [1000], new Float32Array(1000).fill(3));
    const seed = tensor(device, [1], Uint32Array.of(1));
    const y = await new Dropout({ rate: 0.25 }).call([x], {}, { training: true, seed, salt: 0 }).data();
    expect([...new Set(y)].sort()).toEqual([0, 4]);
    expect(y.filter((value) => value === 0).length).toBeGreaterThan(200);
    expect(y.filter((value) => value === 0).length).toBeLessThan(300);
  });
});

describe('what layers refuse', () => {
  it.each<[string, () => unknown, string]>([
    [
      'an unknown option',
      () => new Conv2D({ filters: 1, kernelSize: 3, kernel_size: 3 } as never),
      'Conv2D has no option "kernel_size". It is called "kernelSize" here. Its options are "filters", "kernelSize", "strides"',
    ],
    ['a missing option', () => new Conv2D({ filters: 1 } as never), 'Conv2D: the option "kernelSize" is missing.'],
    [
      'no filters',
      () => new Conv2D({ filters: 0, kernelSize: 3 }),
      'Conv2D: filters is 0; a positive integer is expected.',
    ],
    [
      'three sizes',
      () => new Conv2D({ filters: 1, kernelSize: [3, 3, 3] as never }),
      'Conv2D: kernelSize is [3,3,3]; a positive integer, or two of them, is expected.',
    ],
    [
      'unknown padding',
      () => new MaxPooling2D({ padding: 'full' as never }),
      'MaxPooling2D: padding is "full"; use "valid" or "same".',
    ],
    [
      'an unknown activation',
      () => new Dense({ units: 1, activation: 'rellu' as never }),
      'There is no activation "rellu". Choose one of "linear", "relu", "relu6"',
    ],
    [
      'an unknown initializer',
      () => new Dense({ units: 1, kernelInitializer: 'lecun' as never }),
      'There is no initializer "lecun". Choose one of "zeros", "ones", "constant", "glorotUniform"',
    ],
    ['a rate of 1', () => new Dropout({ rate: 1 }), 'Dropout: rate is 1; a number from 0 to below 1 is expected.'],
    ['negative padding', () => new ZeroPadding2D({ padding: -1 }), 'ZeroPadding2D: padding is -1;'],
    [
      'a factor that is no number',
      () => new Rescaling({ scale: Number.NaN }),
      'Rescaling: scale is NaN; a number is expected.',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(ValueError);
    expect(make).toThrow(message);
  });

  it.each<[string, () => unknown, string]>([
    [
      'a row of features for a convolution',
      () => new Conv2D({ filters: 1, kernelSize: 3 }).computeOutputShape([[4]]),
      'Conv2D: takes images [height, width, channels]; its input is [4].',
    ],
    ['no axis for Dense', () => new Dense({ units: 1 }).computeOutputShape([[]]), 'its input has no axis'],
    [
      'another number of values for Reshape',
      () => new Reshape({ targetShape: [5, -1] }).computeOutputShape([[4, 3]]),
      'Reshape: cannot turn [4, 3] into [5, -1]: the number of values differs.',
    ],
    [
      'an image smaller than the kernel',
      () => new Conv2D({ filters: 1, kernelSize: 3 }).computeOutputShape([[2, 5, 1]]),
      'conv2d',
    ],
    ['an empty shape', () => new Input({ shape: [28, 0, 1] }), 'every size must be a positive integer'],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(ShapeError);
    expect(make).toThrow(message);
  });
});
