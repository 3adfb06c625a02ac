import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { type Shape, sizeOf } from '../../src/engine/shape.ts';
import { encodeOnnx } from '../../src/formats/onnx/encode-onnx.ts';
import { ResNet50 } from '../../src/nn/applications/index.ts';
import * as layers from '../../src/nn/layers/index.ts';
import { Model } from '../../src/nn/models/model.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { modelToStored } from '../../src/nn/models/stored-model.ts';
import { cpu } from '../support/cpu.ts';
import { randomize, randomNumbers } from '../support/randomize.ts';

const device = new ReferenceDevice();
const IMAGE: Shape = [9, 8, 3];
const BATCH = 2;

/**
 * Both sides work in 32-bit floats, whose unit roundoff is 2⁻²⁴. The longest sum here has 3·3·8 = 72 products of numbers
 * up to 4; three such layers in a row round some 200 times, each time by at most 2⁻²⁴ of a value below 32: 4e-4 if all errors
 * added up. They do not; their random walk, √200·32·2⁻²⁴ = 2.7e-5, bounds what is seen.
 */
const TOLERANCE = 3e-5;

/** Predictions of a model here and in ONNX Runtime, for the same random images. */
async function compared(model: Model) {
  model.compile({ device, optimizer: 'sgd', loss: 'mse' });
  await randomize(model);
  const session = await InferenceSession.create(encodeOnnx(await modelToStored(model, { classNames: '["a","b"]' })));
  const xShape = [BATCH, ...model.inputShape];
  const x = randomNumbers(sizeOf(xShape));
  const ours = await model.predict([{ x, xShape }]);
  const theirs = await session.run({ [session.inputNames[0]]: new Tensor('float32', x, xShape) });
  const { dims, data } = theirs['output'];
  return { ours, theirs: { shape: [...dims], data: data as Float32Array } };
}

async function expectEqual(model: Model): Promise<void> {
  const { ours, theirs } = await compared(model);
  expect(theirs.shape).toEqual(ours.shape);
  const errors = ours.data.map((value, i) => Math.abs(value - theirs.data[i]));
  expect(Math.max(...errors)).toBeLessThan(TOLERANCE);
  expect(Math.max(...ours.data) - Math.min(...ours.data)).toBeGreaterThan(0.01);
}

const conv = (options: Partial<layers.Conv2DOptions> = {}) =>
  new layers.Conv2D({ filters: 4, kernelSize: 3, ...options });

describe('ONNX Runtime predicts as a chain here does, with', () => {
  it.each<[string, layers.Layer[]]>([
    ['convolution, same, strides', [conv({ kernelSize: [3, 2], strides: 2, padding: 'same', activation: 'relu' })]],
    ['convolution, dilated, without bias', [conv({ dilationRate: 2, padding: 'same', useBias: false })]],
    ['convolution, valid, strides', [conv({ strides: [2, 1] }), new layers.BatchNormalization()]],
    [
      'depthwise convolution',
      [new layers.DepthwiseConv2D({ kernelSize: 3, depthMultiplier: 2, padding: 'same', strides: 2 })],
    ],
    [
      'separable convolution',
      [new layers.SeparableConv2D({ filters: 5, kernelSize: 3, depthMultiplier: 2, strides: 2, padding: 'same' })],
    ],
    ['separable convolution, no bias', [new layers.SeparableConv2D({ filters: 5, kernelSize: 3, useBias: false })]],
    [
      'transposed convolution, same',
      [new layers.Conv2DTranspose({ filters: 2, kernelSize: 3, strides: 2, padding: 'same' })],
    ],
    [
      'transposed convolution, valid',
      [new layers.Conv2DTranspose({ filters: 2, kernelSize: [3, 1], strides: 2, activation: 'relu' })],
    ],
    [
      'transposed convolution, output padding',
      [
        new layers.Conv2DTranspose({
          filters: 2,
          kernelSize: 3,
          strides: 2,
          padding: 'same',
          outputPadding: 1,
          useBias: false,
        }),
      ],
    ],
    ['transposed convolution, dilated', [new layers.Conv2DTranspose({ filters: 2, kernelSize: 3, dilationRate: 2 })]],
    [
      'pools',
      [
        new layers.MaxPooling2D({ poolSize: 3, strides: 2, padding: 'same' }),
        new layers.AveragePooling2D({ poolSize: 2, strides: 1, padding: 'same' }),
        new layers.AveragePooling2D({ poolSize: [2, 1] }),
      ],
    ],
    [
      'Dense after Flatten, dropout, normalized rows',
      [
        conv(),
        new layers.Dropout({ rate: 0.5 }),
        new layers.SpatialDropout2D({ rate: 0.5 }),
        new layers.Flatten(),
        new layers.Dense({ units: 6, activation: 'tanh' }),
        new layers.BatchNormalization(),
        new layers.Dense({ units: 3, useBias: false, activation: 'softmax' }),
      ],
    ],
    [
      'global average, Reshape',
      [
        conv(),
        new layers.GlobalAveragePooling2D(),
        new layers.Reshape({ targetShape: [2, -1] }),
        new layers.Dense({ units: 3 }),
      ],
    ],
    [
      'global maximum that stays an image',
      [conv(), new layers.GlobalMaxPooling2D({ keepdims: true }), conv({ kernelSize: 1 })],
    ],
    ['Dense on images', [conv(), new layers.Dense({ units: 3 }), conv()]],
    [
      'Reshape into an image',
      [new layers.Flatten(), new layers.Dense({ units: 24 }), new layers.Reshape({ targetShape: [4, 3, 2] }), conv()],
    ],
    [
      'padding and cropping',
      [
        new layers.ZeroPadding2D({
          padding: [
            [1, 2],
            [0, 3],
          ],
        }),
        conv(),
        new layers.Cropping2D({
          cropping: [
            [1, 0],
            [2, 1],
          ],
        }),
      ],
    ],
    ['cropping to the center', [new layers.CenterCrop({ height: 5, width: 4 })]],
    ['enlarging to the center', [new layers.CenterCrop({ height: 12, width: 6 })]],
    ['nearest resizing', [new layers.Resizing({ height: 13, width: 5, interpolation: 'nearest' })]],
    ['bilinear resizing', [new layers.Resizing({ height: 5, width: 13 })]],
    ['resizing of the middle', [new layers.Resizing({ height: 4, width: 8, cropToAspectRatio: true })]],
    ['upsampling', [new layers.UpSampling2D({ size: [2, 3] }), new layers.UpSampling2D({ interpolation: 'bilinear' })]],
    [
      'factors and statistics',
      [
        new layers.Rescaling({ scale: 1 / 127.5, offset: -1 }),
        new layers.Normalization({ mean: [0.1, 0.2, 0.3], variance: [1, 2, 0] }),
        new layers.Rescaling({ scale: 1e-7 }),
        conv(),
        new layers.Normalization(),
      ],
    ],
    ...(['caffe', 'tf', 'torch', 'none'] as const).map((mode): [string, layers.Layer[]] => [
      `preprocessing for ${mode}`,
      [
        new layers.Rescaling({ scale: 100, offset: 100 }),
        new layers.ImagenetPreprocessing({ mode }),
        new layers.Rescaling({ scale: 0.01 }),
      ],
    ]),
    ['normalization without gamma', [conv(), new layers.BatchNormalization({ scale: false, center: false })]],
    ['normalization of each pixel', [conv(), new layers.LayerNormalization(), conv()]],
    [
      'augmentation',
      [
        new layers.RandomFlip(),
        new layers.RandomRotation({ factor: 0.2 }),
        new layers.RandomZoom({ heightFactor: 0.1 }),
        new layers.GaussianNoise({ stddev: 1 }),
      ],
    ],
    [
      'bounds',
      [
        new layers.ReLU({ maxValue: 0.75, negativeSlope: 0.25 }),
        new layers.LeakyReLU(),
        new layers.ELU({ alpha: 0.5 }),
        new layers.ReLU({ negativeSlope: 0.1 }),
        new layers.ReLU({ maxValue: 0.5 }),
      ],
    ],
    ['softmax over channels', [conv(), new layers.Softmax()]],
  ])('%s', async (_, chain) => {
    await expectEqual(new Sequential([new layers.Input({ shape: IMAGE }), ...chain]));
  });

  it.each([
    'elu',
    'exponential',
    'gelu',
    'hardSigmoid',
    'hardSwish',
    'leakyRelu',
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
    await expectEqual(new Sequential([new layers.Input({ shape: IMAGE }), conv({ activation })]));
  });
});

describe('ONNX Runtime predicts as a functional model here does, with', () => {
  it('branches, merged in all ways', async () => {
    const x = layers.input({ shape: IMAGE });
    const a = conv({ padding: 'same', name: 'a' }).apply(x);
    const b = conv({ padding: 'same', name: 'b' }).apply(x);
    const merged = [
      new layers.Add().apply([a, b, a]),
      new layers.Subtract().apply([a, b]),
      new layers.Multiply().apply([a, new layers.GlobalAveragePooling2D({ keepdims: true }).apply(b)]),
      new layers.Maximum().apply([a, b]),
      new layers.Minimum().apply([a, b]),
      new layers.Average().apply([a, b]),
      new layers.CustomScaleLayer({ scale: 0.2 }).apply([a, b]),
      x,
    ];
    const all = new layers.Concatenate().apply(merged);
    const tall = new layers.Concatenate({ axis: 1 }).apply([all, all]);
    await expectEqual(new Model({ inputs: x, outputs: conv({ filters: 2 }).apply(tall) }));
  });

  it('nested models of another input size, and one used twice', async () => {
    const inner = layers.input({ shape: [32, 32, 3] });
    const base = new Model({
      inputs: inner,
      outputs: new layers.BatchNormalization().apply(conv({ strides: 2, padding: 'same' }).apply(inner)),
      name: 'base',
    });
    const head = new Sequential([new layers.GlobalAveragePooling2D(), new layers.Dense({ units: 4 })], {
      name: 'head',
    });
    const x = layers.input({ shape: IMAGE });
    const y = base.apply(x, { training: false });
    const flipped = base.apply(new layers.Cropping2D({ cropping: 1 }).apply(x));
    await expectEqual(
      new Model({ inputs: x, outputs: new layers.Concatenate().apply([head.apply(y), head.apply(flipped)]) }),
    );
  });
});

it('predicts as ResNet50 here does', async () => {
  const model = ResNet50({ inputShape: [64, 64, 3], classes: 10 });
  model.compile({ device: await cpu(), optimizer: 'sgd', loss: 'mse' });
  const session = await InferenceSession.create(encodeOnnx(await modelToStored(model)));
  const xShape = [1, 64, 64, 3];
  const x = randomNumbers(sizeOf(xShape));
  const { data } = await model.predict([{ x, xShape }]);
  const { output } = await session.run({ [session.inputNames[0]]: new Tensor('float32', x, xShape) });
  // Probabilities around 0.1: what the layers before round differs by less than a thousandth of the scores.
  const errors = data.map((value, i) => Math.abs(value - (output.data as Float32Array)[i]));
  expect(Math.max(...errors)).toBeLessThan(1e-4);
  expect(Math.max(...data) - Math.min(...data)).toBeGreaterThan(0.001);
});

it('takes any number of samples and names what goes in and out', async () => {
  const model = new Sequential([new layers.Input({ shape: [4] }), new layers.Dense({ units: 2 })]);
  model.compile({ device, optimizer: 'sgd', loss: 'mse' });
  const session = await InferenceSession.create(encodeOnnx(await modelToStored(model)));
  expect(session.inputMetadata).toMatchObject([{ name: 'input', type: 'float32', shape: ['batch', 4] }]);
  expect(session.outputMetadata).toMatchObject([{ name: 'output', type: 'float32', shape: ['batch', 2] }]);
  const { output } = await session.run({ input: new Tensor('float32', new Float32Array(28), [7, 4]) });
  expect(output.dims).toEqual([7, 2]);
});
