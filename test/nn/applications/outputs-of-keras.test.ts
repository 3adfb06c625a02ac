import { expect, it } from 'vitest';
import { type Shape, sizeOf } from '../../../src/engine/shape.ts';
import { type ApplicationName, applications, preprocessInput } from '../../../src/nn/applications/index.ts';
import type { Model } from '../../../src/nn/models/model.ts';
import type { ModelWeight } from '../../../src/nn/models/network-weights.ts';
import { cpu } from '../../support/cpu.ts';

/**
 * What Keras 3.15 (on NumPy) gives for the weights and the image of this file, with `include_top=False, pooling='avg'`:
 * the mean of all features, and the first three.
 */
const rows: readonly (readonly [ApplicationName, size: number, mean: number, first: readonly number[]])[] = [
  ['resnet50', 40, 250.8444970708224, [2.530019760131836, 936.756591796875, 0]],
  ['inceptionresnetv2', 80, 3.375078252531239, [0, 14.748971939086914, 10.62392807006836]],
  ['mobilenet', 40, 0.11454168299133016, [0, 0, 0]],
  ['efficientnetb0', 40, 0.04482725987186313, [-0.08880697190761566, -0.1460934728384018, -0.02662033773958683]],
  ['densenet201', 40, 0.34041681120725115, [0, 0.4368918240070343, 1.2740663290023804]],
  ['inceptionv3', 80, 0.3172901505313348, [1.9428366422653198, 0.6895877122879028, 2.6943070888519287]],
  ['vgg19', 40, 0.3458339645894739, [0.029486000537872314, 0.16209936141967773, 0.3991338610649109]],
];

/** Numbers in [0, 1), spread by integer arithmetic, which is the same in all languages. */
function spread(length: number, salt: number): Float64Array {
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    let hash = Math.imul(i + 1 + salt * 7919, 0x9e3779b1) >>> 0;
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca77) >>> 0;
    values[i] = ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
  }
  return values;
}

/** A weight of a size that keeps activations about as large as the images. */
function filled({ layer, name, shape }: ModelWeight, salt: number): Float32Array {
  if (shape.length === 0) return new Float32Array(1);
  const values = spread(sizeOf(shape), salt);
  const [least, most] = limitsOf(layer, name, shape);
  return new Float32Array(values.map((value) => least + (most - least) * value));
}

function limitsOf(layer: string, name: string, shape: Shape): readonly [number, number] {
  if (shape.length === 4) {
    const [height, width, channels] = shape as readonly [number, number, number];
    const isDepthwise = layer.includes('dw');
    const limit = Math.sqrt(6 / (height * width * (isDepthwise ? 1 : channels)));
    return [-limit, limit];
  }
  if (/variance/i.test(name)) return [0.5, 1.5];
  return name === 'gamma' ? [0.8, 1.2] : [-0.2, 0.2];
}

const weightsOf = (model: Model) =>
  model.weightSpecs.map((weight, i) => ({
    name: `${weight.layer}/${weight.name}`,
    shape: weight.shape,
    data: filled(weight, i),
  }));

it.each(rows)(
  '%s gives what Keras gives',
  async (name, size, mean, first) => {
    const model = applications[name].build({ includeTop: false, pooling: 'avg', inputShape: [size, size, 3] });
    model.setWeights(weightsOf(model));
    model.compile({ device: await cpu(), optimizer: 'sgd', loss: 'mse' });
    const pixels = { x: Float32Array.from(spread(size * size * 3, 99_999), (value) => 255 * value) };
    const image = { ...pixels, xShape: [1, size, size, 3] };
    const batch = name === 'efficientnetb0' ? image : preprocessInput('tf')(image);
    const { data } = await model.predict({
      length: 1,
      async *[Symbol.asyncIterator]() {
        yield batch;
      },
    });
    const actual = data.reduce((sum, value) => sum + value, 0) / data.length;
    expect(Math.abs(actual / mean - 1)).toBeLessThan(1e-4);
    for (const [i, value] of first.entries()) {
      expect(Math.abs((data[i] as number) - value)).toBeLessThan(1e-4 * Math.max(Math.abs(value), mean));
    }
  },
  60_000,
);
