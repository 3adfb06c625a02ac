import { describe, expect, it } from 'vitest';
import { monkeypoxNetwork } from '../../examples/s0-monkeypox.ts';
import { sneakerNetwork } from '../../examples/s1-sneakers.ts';
import { cifar10Network } from '../../examples/s3-cifar10.ts';
import { catsVsDogsNetwork } from '../../examples/s4-cats-vs-dogs.ts';
import { batchSamples, datasetFromArrays } from '../../src/data/index.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { type Shape, sizeOf } from '../../src/engine/shape.ts';
import { Dense, Flatten, Input } from '../../src/nn/layers/index.ts';
import { SparseCategoricalCrossentropy } from '../../src/nn/losses/losses.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';
import { countParameters } from '../../src/nn/models/summary.ts';

interface Expected {
  readonly parameters: readonly number[];
  /** Heights of the images, up to `Flatten`. */
  readonly heights: readonly number[];
  readonly features: number;
  readonly output: Shape;
  readonly totals: { total: number; trainable: number; nonTrainable: number };
}

const programs: readonly [string, Sequential, Expected][] = [
  [
    'monkeypox',
    monkeypoxNetwork([240, 240]),
    {
      parameters: [0, 448, 0, 4640, 0, 0, 18496, 0, 0, 73856, 0, 0, 22151424, 514],
      heights: [240, 238, 119, 117, 58, 58, 56, 28, 28, 26, 26],
      features: 86528,
      output: [2],
      totals: { total: 22249378, trainable: 22249378, nonTrainable: 0 },
    },
  ],
  [
    'sneakers',
    sneakerNetwork([224, 224]),
    {
      parameters: [0, 448, 0, 4640, 0, 0, 18496, 0, 0, 22151296, 258],
      heights: [224, 222, 111, 109, 54, 54, 52, 52],
      features: 173056,
      output: [2],
      totals: { total: 22175138, trainable: 22175138, nonTrainable: 0 },
    },
  ],
  [
    'CIFAR-10',
    cifar10Network(),
    {
      parameters: [1792, 256, 0, 73856, 512, 0, 73792, 256, 0, 0, 0, 8224, 330],
      heights: [30, 30, 15, 13, 13, 6, 4, 4, 2],
      features: 256,
      output: [10],
      totals: { total: 159018, trainable: 158506, nonTrainable: 512 },
    },
  ],
  [
    'cats and dogs',
    catsVsDogsNetwork([150, 150]),
    {
      parameters: [896, 0, 18496, 0, 73856, 0, 147584, 0, 0, 3211776, 513],
      heights: [148, 74, 72, 36, 34, 17, 15, 7],
      features: 6272,
      output: [1],
      totals: { total: 3453121, trainable: 3453121, nonTrainable: 0 },
    },
  ],
];

describe.each(programs)('%s', (_, model, { parameters, heights, features, output, totals }) => {
  it("has Keras's parameters and shapes", () => {
    const rows = model.summaryRows();
    expect(rows.map((row) => row.parameters)).toEqual(parameters);
    const images = rows.filter(({ outputShape }) => outputShape.length === 3);
    expect(images.map(({ outputShape }) => outputShape[0])).toEqual(heights);
    expect(rows.find(({ className }) => className === 'Flatten')?.outputShape).toEqual([features]);
    expect(model.outputShape).toEqual(output);
    expect(countParameters(model.weightSpecs)).toEqual(totals);
  });
});

it("prints Keras's table", () => {
  const model = new Sequential([new Input({ shape: [8, 8, 1] }), new Flatten(), new Dense({ units: 1000 })]);
  expect(model.summary()).toBe(
    `
Model: "sequential"
_________________________________________________________________
Layer (type)                 Output Shape              Param #
=================================================================
flatten (Flatten)            (None, 64)                0
dense (Dense)                (None, 1000)              65000
=================================================================
Total params: 65,000
Trainable params: 65,000
Non-trainable params: 0
_________________________________________________________________`.trim(),
  );
});

it('widens the table for long names', () => {
  expect(cifar10Network().summary()).toBe(
    `
Model: "sequential"
_______________________________________________________________________________
Layer (type)                               Output Shape              Param #
===============================================================================
conv2d (Conv2D)                            (None, 30, 30, 64)        1792
batch_normalization (BatchNormalization)   (None, 30, 30, 64)        256
max_pooling2d (MaxPooling2D)               (None, 15, 15, 64)        0
conv2d_1 (Conv2D)                          (None, 13, 13, 128)       73856
batch_normalization_1 (BatchNormalization) (None, 13, 13, 128)       512
max_pooling2d_1 (MaxPooling2D)             (None, 6, 6, 128)         0
conv2d_2 (Conv2D)                          (None, 4, 4, 64)          73792
batch_normalization_2 (BatchNormalization) (None, 4, 4, 64)          256
max_pooling2d_2 (MaxPooling2D)             (None, 2, 2, 64)          0
flatten (Flatten)                          (None, 256)               0
dropout (Dropout)                          (None, 256)               0
dense (Dense)                              (None, 32)                8224
dense_1 (Dense)                            (None, 10)                330
===============================================================================
Total params: 159,018
Trainable params: 158,506
Non-trainable params: 512
_______________________________________________________________________________`.trim(),
  );
});

it('explains the 512 parameters of CIFAR-10 that are not trained', () => {
  const text = cifar10Network().summary({ explain: true });
  for (const [name, channels] of [
    ['', 64],
    ['_1', 128],
    ['_2', 64],
  ] as const) {
    expect(text).toContain(
      `  batch_normalization${name}: ${4 * channels} = gamma [${channels}] ${channels} + beta [${channels}] ${channels}` +
        ` + movingMean [${channels}] ${channels} (a statistic: not trained)` +
        ` + movingVariance [${channels}] ${channels} (a statistic: not trained)\n`,
    );
  }
  // 2 · (64 + 128 + 64)
  expect(text).toMatch(/\nNot trained: 512 = 512 statistics, which follow the data$/);
});

it.each(programs)(
  'takes a training step of %s',
  async (_, model) => {
    const classes = model.outputShape[0];
    const loss = classes === 1 ? 'binaryCrossentropy' : new SparseCategoricalCrossentropy({ fromLogits: true });
    model.compile({ device: new ReferenceDevice(), optimizer: 'adam', loss, metrics: ['acc'] });
    const x = Float32Array.from({ length: sizeOf(model.inputShape) }, (_, i) => ((i * 7919) % 256) / 255);
    const arrays = { x, xShape: [1, ...model.inputShape], y: Uint32Array.of(1), yShape: [1] };
    const { history } = await model.fit(batchSamples(datasetFromArrays(arrays), 1));
    expect(Object.keys(history)).toEqual(['loss', 'acc', 'learningRate']);
    expect(history['loss']?.[0]).toBeGreaterThan(0);
    const bias = (await model.getWeights()).at(-1)?.data as Float32Array;
    expect(bias.every((value) => Math.abs(value) > 1e-4)).toBe(true);
  },
  30_000,
);
