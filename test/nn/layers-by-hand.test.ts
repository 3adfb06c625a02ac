import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import type { Shape } from '../../src/engine/shape.ts';
import { type Tensor, tensor, Variable } from '../../src/engine/tensor.ts';
import { activationByName } from '../../src/nn/activations.ts';
import {
  Add,
  Average,
  AveragePooling2D,
  AvgPool2D,
  BatchNormalization,
  CenterCrop,
  Concatenate,
  Conv2D,
  Conv2DTranspose,
  Convolution2D,
  Cropping2D,
  Dense,
  Dropout,
  ELU,
  GaussianNoise,
  GlobalAveragePooling2D,
  GlobalAvgPool2D,
  GlobalMaxPool2D,
  GlobalMaxPooling2D,
  Input,
  type Layer,
  LayerNormalization,
  LeakyReLU,
  Maximum,
  MaxPool2D,
  MaxPooling2D,
  Minimum,
  Multiply,
  Normalization,
  ReLU,
  Resizing,
  SeparableConv2D,
  Softmax,
  SpatialDropout2D,
  Subtract,
  UpSampling2D,
} from '../../src/nn/layers/index.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { SGD } from '../../src/nn/optimizers/sgd.ts';

const device = new ReferenceDevice();
const seed = () => tensor(device, [1], Uint32Array.of(1));
const batch = (shape: Shape, numbers: readonly number[]): Tensor => tensor(device, shape, Float32Array.from(numbers));
const counting = (size: number): number[] => Array.from({ length: size }, (_, i) => i + 1);

interface Given {
  readonly x: Tensor | readonly Tensor[];
  readonly weights?: Readonly<Record<string, readonly number[]>>;
  readonly training?: boolean;
}

async function outputOf(layer: Layer, { x, weights = {}, training = false }: Given): Promise<number[]> {
  const inputs = [x].flat();
  const specs = layer.weights(inputs.map(({ shape }) => shape.slice(1)));
  expect(specs.map(({ name }) => name).sort()).toEqual(Object.keys(weights).sort());
  const variables = specs.map(({ name, shape, trainable }) => {
    const data = Float32Array.from(weights[name] as number[]);
    return [name, new Variable(device, name, { shape, dtype: 'f32', data }, trainable)] as const;
  });
  return [...(await layer.call(inputs, Object.fromEntries(variables), { training, seed: seed(), salt: 0 }).data())];
}

const close = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of actual.entries()) expect(value).toBeCloseTo(expected[i] as number, 5);
};

describe('layers that merge', () => {
  const a = batch([1, 3], [1, -2, 3]);
  const b = batch([1, 3], [10, 20, -30]);
  const c = batch([1, 3], [100, 200, 0]);
  it.each<[string, Layer, readonly Tensor[], readonly number[]]>([
    ['Add', new Add(), [a, b, c], [111, 218, -27]],
    ['Subtract', new Subtract(), [a, b], [-9, -22, 33]],
    ['Multiply', new Multiply(), [a, b, c], [1000, -8000, 0]],
    ['Average', new Average(), [a, b, c], [37, 218 / 3, -9]],
    ['Maximum', new Maximum(), [a, b, c], [100, 200, 3]],
    ['Minimum', new Minimum(), [a, b, c], [1, -2, -30]],
    ['Concatenate', new Concatenate(), [a, b], [1, -2, 3, 10, 20, -30]],
    [
      'Concatenate, by rows',
      new Concatenate({ axis: 1 }),
      [batch([2, 1, 2], [1, 2, 3, 4]), batch([2, 1, 2], [5, 6, 7, 8])],
      [1, 2, 5, 6, 3, 4, 7, 8],
    ],
    [
      'Multiply, one factor for each channel',
      new Multiply(),
      [batch([1, 1, 2, 2], [1, 2, 3, 4]), batch([1, 1, 1, 2], [10, 100])],
      [10, 200, 30, 400],
    ],
  ])('%s', async (_, layer, x, expected) => {
    close(await outputOf(layer, { x }), expected);
  });

  it('Concatenate joins as many inputs as there are', async () => {
    const x = counting(98).map((value) => batch([1, 1, 1, 1], [value]));
    expect(await outputOf(new Concatenate(), { x })).toEqual(counting(98));
  });
});

describe('functions', () => {
  const x = batch([1, 5], [-4, -1, 0, 2, 9]);
  it.each<[string, Layer, readonly number[]]>([
    ['ReLU', new ReLU(), [0, 0, 0, 2, 9]],
    ['ReLU, at most 6', new ReLU({ maxValue: 6 }), [0, 0, 0, 2, 6]],
    ['ReLU, at most 3', new ReLU({ maxValue: 3 }), [0, 0, 0, 2, 3]],
    ['ReLU, leaky', new ReLU({ negativeSlope: 0.5 }), [-2, -0.5, 0, 2, 9]],
    [
      'ReLU, leaky from 1 on, at most 5',
      new ReLU({ negativeSlope: 0.5, threshold: 1, maxValue: 5 }),
      [-2.5, -1, -0.5, 2, 5],
    ],
    ['LeakyReLU', new LeakyReLU(), [-1.2, -0.3, 0, 2, 9]],
    ['LeakyReLU, by the older name', new LeakyReLU({ alpha: 0.25 }), [-1, -0.25, 0, 2, 9]],
    ['ELU', new ELU({ alpha: 2 }), [2 * (Math.exp(-4) - 1), 2 * (Math.exp(-1) - 1), 0, 2, 9]],
    [
      'Softmax',
      new Softmax(),
      [-4, -1, 0, 2, 9].map((v) => Math.exp(v - 9) / (Math.exp(-13) + Math.exp(-10) + Math.exp(-9) + Math.exp(-7) + 1)),
    ],
  ])('%s', async (_, layer, expected) => {
    close(await outputOf(layer, { x }), expected);
  });

  it.each<[string, readonly number[]]>([
    ['exponential', [Math.exp(-4), Math.exp(-1), 1, Math.exp(2)]],
    ['hardSigmoid', [0, 1 / 3, 0.5, 5 / 6]],
    ['hardSwish', [0, -1 / 3, 0, 5 / 3]],
    ['hard_silu', [0, -1 / 3, 0, 5 / 3]],
    ['selu', [-1.725899, -1.11133, 0, 2.101402]],
    ['softsign', [-0.8, -0.5, 0, 2 / 3]],
    ['mish', [-0.072592, -0.303401, 0, 1.943959]],
  ])('the activation %s', async (name, expected) => {
    close([...(await activationByName(name)(batch([4], [-4, -1, 0, 2])).data())], expected);
  });
});

describe('normalizing', () => {
  it('LayerNormalization takes mean and variance of each row', async () => {
    // The row 1, 3 has mean 2 and variance 1; 0, 8 has mean 4 and variance 16.
    const given = { x: batch([2, 2], [1, 3, 0, 8]), weights: { gamma: [2, 3], beta: [0, 10] } };
    close(await outputOf(new LayerNormalization({ epsilon: 0 }), given), [-2, 13, -2, 13]);
  });

  it('Normalization uses its weights, in training, too', async () => {
    const weights = { mean: [1, 2], variance: [4, 0], count: [7] };
    const x = batch([1, 2], [5, 2]);
    close(await outputOf(new Normalization(), { x, weights }), [2, 0]);
    close(await outputOf(new Normalization(), { x, weights, training: true }), [2, 0]);
  });

  it('Normalization uses what it was given, for each channel or for all', async () => {
    const x = batch([1, 2], [5, 2]);
    close(await outputOf(new Normalization({ mean: [1, 2], variance: [4, 1] }), { x }), [2, 0]);
    close(await outputOf(new Normalization({ mean: 1, variance: 4 }), { x }), [2, 0.5]);
  });
});

it('Normalization adapts to data', async () => {
  // Channel means 2 and 20, variances 1 and 100.
  const layer = Normalization.adaptedTo({ data: [1, 30, 3, 10], shape: [2, 2] });
  expect(layer.settings).toEqual({ mean: [2, 20], variance: [1, 100] });
  close(await outputOf(layer, { x: batch([1, 2], [5, 25]) }), [3, 0.5]);
  expect(() => Normalization.adaptedTo({ data: [1, 2, 3], shape: [2, 2] })).toThrow(
    'Normalization: got 3 numbers for the shape [2, 2].',
  );
});

describe('convolutions', () => {
  it('SeparableConv2D filters each channel and then mixes them', async () => {
    const x = batch([1, 1, 2, 2], [1, 10, 2, 20]);
    const weights = { depthwiseKernel: [1, 3, 2, 4], pointwiseKernel: [1, 2, 100, 1], bias: [0.5, 0] };
    // Channels: 1·1 + 2·2 = 5 and 10·3 + 20·4 = 110.
    const layer = new SeparableConv2D({ filters: 2, kernelSize: [1, 2] });
    expect(await outputOf(layer, { x, weights })).toEqual([11005.5, 120]);
  });

  it('Conv2DTranspose stamps its kernel for each pixel, and adds the bias', async () => {
    const x = batch([1, 1, 2, 1], [1, 10]);
    const weights = { kernel: [1, 2, 3], bias: [0.5] };
    const valid = new Conv2DTranspose({ filters: 1, kernelSize: [1, 3], strides: [1, 2] });
    expect(await outputOf(valid, { x, weights })).toEqual([1.5, 2.5, 13.5, 20.5, 30.5]);
    const same = new Conv2DTranspose({ filters: 1, kernelSize: [1, 3], strides: [1, 2], padding: 'same' });
    expect(await outputOf(same, { x, weights })).toEqual([1.5, 2.5, 13.5, 20.5]);
  });

  it('Dense takes images pixel by pixel', async () => {
    const given = { x: batch([1, 1, 2, 2], [1, 2, 3, 4]), weights: { kernel: [1, 10], bias: [0.5] } };
    expect(await outputOf(new Dense({ units: 1 }), given)).toEqual([21.5, 43.5]);
  });
});

describe('images', () => {
  const x = batch([1, 3, 4, 1], counting(12));
  it.each<[string, Layer, readonly number[]]>([
    ['Cropping2D', new Cropping2D({ cropping: [1, 1] }), [6, 7]],
    ['Cropping2D, each side', new Cropping2D({ cropping: [[0, 2], [1, 0]] }), [2, 3, 4]], // biome-ignore format: one pair per axis
    ['CenterCrop', new CenterCrop({ height: 1, width: 3 }), [5, 6, 7]],
    [
      'CenterCrop, of smaller images',
      new CenterCrop({ height: 1, width: 8 }),
      [5, 5.25, 5.75, 6.25, 6.75, 7.25, 7.75, 8],
    ],
    ['Resizing', new Resizing({ height: 3, width: 2 }), [1.5, 3.5, 5.5, 7.5, 9.5, 11.5]],
    ['Resizing, nearest', new Resizing({ height: 1, width: 2, interpolation: 'nearest' }), [6, 8]],
    ['Resizing, cropped', new Resizing({ height: 1, width: 1, cropToAspectRatio: true }), [6]],
    [
      'UpSampling2D',
      new UpSampling2D({ size: [1, 2] }),
      [1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12],
    ],
    // The lower row has nothing below it: its means are of what there is.
    ['AveragePooling2D', new AveragePooling2D({ padding: 'same' }), [3.5, 5.5, 9.5, 11.5]],
    ['GlobalMaxPooling2D', new GlobalMaxPooling2D(), [12]],
    ['GlobalAveragePooling2D', new GlobalAveragePooling2D({ keepdims: true }), [6.5]],
  ])('%s', async (_, layer, expected) => {
    close(await outputOf(layer, { x }), expected);
  });
});

describe('noise', () => {
  const images = batch([200, 2, 1, 2], new Array(800).fill(3));

  it('Dropout with a noiseShape keeps or drops whole images', async () => {
    const layer = new Dropout({ rate: 0.25, noiseShape: [null, 1, 1, 1] });
    const y = await outputOf(layer, { x: images, training: true });
    const perImage = Array.from({ length: 200 }, (_, i) => [...new Set(y.slice(4 * i, 4 * i + 4))]);
    expect(perImage.every((values) => values.length === 1)).toBe(true);
    expect([...new Set(y)].sort()).toEqual([0, 4]);
    const dropped = perImage.filter(([value]) => value === 0).length;
    expect(dropped).toBeGreaterThan(30);
    expect(dropped).toBeLessThan(70);
  });

  it('Dropout with another seed drops others', async () => {
    const given = { x: images, training: true };
    const first = await outputOf(new Dropout({ rate: 0.5, seed: 1 }), given);
    expect(await outputOf(new Dropout({ rate: 0.5, seed: 1 }), given)).toEqual(first);
    expect(await outputOf(new Dropout({ rate: 0.5, seed: 2 }), given)).not.toEqual(first);
  });

  it('SpatialDropout2D keeps or drops whole channels', async () => {
    const y = await outputOf(new SpatialDropout2D({ rate: 0.5 }), { x: images, training: true });
    expect([...new Set(y)].sort()).toEqual([0, 6]);
    for (let i = 0; i < 200; i++) expect(y.slice(4 * i, 4 * i + 2)).toEqual(y.slice(4 * i + 2, 4 * i + 4));
    const differing = Array.from({ length: 200 }, (_, i) => y[4 * i] !== y[4 * i + 1]);
    expect(differing.filter(Boolean).length).toBeGreaterThan(60);
  });

  it('GaussianNoise adds numbers of its standard deviation in training', async () => {
    const layer = new GaussianNoise({ stddev: 0.5 });
    expect(await outputOf(layer, { x: images })).toEqual(new Array(800).fill(3));
    const added = (await outputOf(layer, { x: images, training: true })).map((value) => value - 3);
    const mean = added.reduce((sum, value) => sum + value, 0) / 800;
    const variance = added.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 800;
    expect(Math.abs(mean)).toBeLessThan(0.09);
    expect(Math.sqrt(variance)).toBeGreaterThan(0.45);
    expect(Math.sqrt(variance)).toBeLessThan(0.55);
  });
});

it('has the shorter names that Keras has, too', () => {
  expect([MaxPool2D, AvgPool2D, Convolution2D, GlobalAvgPool2D, GlobalMaxPool2D]).toEqual([
    MaxPooling2D,
    AveragePooling2D,
    Conv2D,
    GlobalAveragePooling2D,
    GlobalMaxPooling2D,
  ]);
  expect(new MaxPool2D().config().className).toBe('MaxPooling2D');
});

it('BatchNormalization moves its statistics by 0.01, toward the mean and the biased variance of the batch', async () => {
  const model = new Sequential([new Input({ shape: [1] }), new BatchNormalization()]);
  model.compile({ device, optimizer: new SGD({ learningRate: 0 }), loss: 'mse' });
  await model.trainOnBatch({ x: Float32Array.of(1, 5), xShape: [2, 1], y: new Float32Array(2), yShape: [2, 1] });
  const [, , mean, variance] = await model.getWeights();
  // The mean is 3, Σ(x − 3)² / 2 is 4.
  expect(mean?.data[0]).toBeCloseTo(0.99 * 0 + 0.01 * 3, 6);
  expect(variance?.data[0]).toBeCloseTo(0.99 * 1 + 0.01 * 4, 6);
});
