import { describe, expect, it } from 'vitest';
import { FormatError, ShapeError } from '../../../src/errors.ts';
import type { StoredLayer } from '../../../src/formats/stored-model.ts';
import { BatchNormalization, Conv2D, Dense, DepthwiseConv2D, Flatten, input } from '../../../src/nn/layers/index.ts';
import { fitWeights } from '../../../src/nn/models/fit-weights.ts';
import { Model } from '../../../src/nn/models/model.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';

let next = 0;
const array = (name: string, ...shape: number[]) => ({
  name,
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => ++next),
});
const layer = (name: string, ...weights: ReturnType<typeof array>[]): StoredLayer => ({ name, weights });

/** 4x4x1 images: a convolution, batch normalization, and a head. */
const plain = () =>
  new Sequential([
    new Conv2D({ filters: 2, kernelSize: 3, inputShape: [4, 4, 1], name: 'conv' }),
    new BatchNormalization({ name: 'bn' }),
    new Flatten(),
    new Dense({ units: 3, name: 'head' }),
  ]);

/** The same with convolution and normalization in a model of their own. */
function nested(): Model {
  const pixels = input({ shape: [4, 4, 1] });
  const features = new BatchNormalization({ name: 'bn' }).apply(
    new Conv2D({ filters: 2, kernelSize: 3, name: 'conv' }).apply(pixels),
  );
  const base = new Model({ inputs: pixels, outputs: features, name: 'base' });
  const x = input({ shape: [4, 4, 1] });
  return new Model({
    inputs: x,
    outputs: new Dense({ units: 3, name: 'head' }).apply(new Flatten().apply(base.apply(x))),
  });
}

const conv = () => [array('conv2d_7/kernel', 3, 3, 1, 2), array('conv2d_7/bias', 2)];
const bn = () => ['gamma', 'beta', 'movingMean', 'movingVariance'].map((name) => array(`norm/${name}`, 2));
const head = () => [array('dense/kernel', 8, 3), array('dense/bias', 3)];

describe('by order', () => {
  it('takes layers with weights as they come, whatever their names', () => {
    const [a, b, c] = [conv(), bn(), head()];
    const layers = [
      layer('input'),
      layer('conv2d_7', ...a),
      layer('norm', ...b),
      layer('flatten'),
      layer('dense', ...c),
    ];
    const fitted = fitWeights(plain(), { layers });
    expect(fitted.map(({ name }) => name)).toEqual([
      'conv/kernel',
      'conv/bias',
      'bn/gamma',
      'bn/beta',
      'bn/movingMean',
      'bn/movingVariance',
      'head/kernel',
      'head/bias',
    ]);
    expect(fitted.map(({ data }) => data)).toEqual([...a, ...b, ...c].map(({ data }) => data));
    const model = plain();
    expect(() => model.setWeights(fitted)).not.toThrow();
    // The layers of a nested model may stand by themselves in the file, too.
    expect(fitWeights(nested(), { layers }).map(({ name, data }) => [name, data])).toEqual(
      fitted.map(({ name, data }) => [name.startsWith('head') ? name : `base/${name}`, data]),
    );
  });

  it('takes what is trained first in a nested model, as Keras does', () => {
    const [[kernel, bias], [gamma, beta, mean, variance], c] = [conv(), bn(), head()];
    // Names that tell nothing: the order decides. Frozen, the base is layer by layer.
    const unnamed = [kernel, bias, gamma, beta, mean, variance].map((weight, i) => ({ ...weight, name: `v${i}` }));
    const layers = [layer('base', ...unnamed), layer('dense', ...c)];
    const expected = [kernel, bias, gamma, beta, mean, variance].map(({ data }) => data);
    expect(
      fitWeights(nested(), { layers })
        .slice(0, 6)
        .map(({ data }) => data),
    ).toEqual(expected);
    const frozen = nested();
    frozen.trainable = false;
    expect(
      fitWeights(frozen, { layers })
        .map(({ name }) => name)
        .slice(0, 6),
    ).toEqual([
      'base/conv/kernel',
      'base/conv/bias',
      'base/bn/gamma',
      'base/bn/beta',
      'base/bn/movingMean',
      'base/bn/movingVariance',
    ]);
  });

  it('goes by the names within a nested model where they are known: its order depends on what was frozen', () => {
    const weights = [
      array('bn/movingVariance', 2),
      array('conv/bias', 2),
      array('bn/movingMean', 2),
      array('bn/beta', 2),
      array('bn/gamma', 2),
      array('conv/kernel', 3, 3, 1, 2),
    ];
    const fitted = fitWeights(nested(), { layers: [layer('base', ...weights), layer('dense', ...head())] });
    for (const { name, data } of fitted.slice(0, 6)) {
      expect(weights.find((weight) => `base/${weight.name}` === name)?.data).toEqual(data);
    }
  });

  it('knows the name of a depthwise kernel', () => {
    const model = new Sequential([new DepthwiseConv2D({ kernelSize: 1, inputShape: [1, 1, 1], name: 'dw' })]);
    const [bias, kernel] = [array('dw/bias', 1), array('dw/depthwiseKernel', 1, 1, 1, 1)];
    expect(fitWeights(model, { layers: [layer('dw', bias, kernel)] }).map(({ data }) => data)).toEqual([
      kernel.data,
      bias.data,
    ]);
  });
});

describe('by name', () => {
  it('leaves out what the file or the model does not have', () => {
    const layers = [layer('head', ...head()), layer('other', array('other/kernel', 1)), layer('conv', ...conv())];
    expect(fitWeights(plain(), { layers }, { byName: true }).map(({ name }) => name)).toEqual([
      'head/kernel',
      'head/bias',
      'conv/kernel',
      'conv/bias',
    ]);
    expect(() => fitWeights(plain(), { layers: [layer('head', ...conv())] }, { byName: true })).toThrow(ShapeError);
  });
});

describe('by place', () => {
  const at = (place: string, name: string, ...weights: ReturnType<typeof array>[]): StoredLayer => ({
    name,
    place,
    weights,
  });

  it('finds layers by class and number, in any order', () => {
    const layers = [
      at('dense', 'x', ...head()),
      at('functional/batch_normalization', 'y', ...bn()),
      at('functional/conv2d', 'z', ...conv()),
      at('flatten', 'f'),
    ];
    expect(fitWeights(nested(), { layers }).map(({ name }) => name)).toEqual([
      'head/kernel',
      'head/bias',
      'base/bn/gamma',
      'base/bn/beta',
      'base/bn/movingMean',
      'base/bn/movingVariance',
      'base/conv/kernel',
      'base/conv/bias',
    ]);
    expect(() => fitWeights(nested(), { layers: layers.slice(1) })).toThrow(
      'has no weights for the layer "head" (dense)',
    );
    expect(() => fitWeights(plain(), { layers })).toThrow(
      'The file has weights for the layer "y" (functional/batch_normalization); the model "sequential" has no such layer.',
    );
  });
});

describe('weights of another model', () => {
  it('says which layer is the first that differs', () => {
    const layers = [
      layer('conv', ...conv()),
      layer('conv_2', ...conv()),
      layer('bn', ...bn()),
      layer('head', ...head()),
    ];
    expect(() => fitWeights(plain(), { layers })).toThrow(
      'The file has weights for 4 layers; the model "sequential" has 3 layers with weights. The first that differs is ' +
        'number 2: "conv_2" in the file, "bn" in the model.',
    );
    expect(() => fitWeights(plain(), { layers: [] })).toThrow(FormatError);
  });

  it('names the layer and both shapes, or both numbers of weights', () => {
    const wrong = [
      layer('conv2d_7', array('a', 5, 5, 1, 2), array('b', 2)),
      layer('norm', ...bn()),
      layer('dense', ...head()),
    ];
    expect(() => fitWeights(plain(), { layers: wrong })).toThrow(
      'weight "conv/kernel": is [3, 3, 1, 2] in the model; the layer "conv2d_7" in the file has [5, 5, 1, 2].',
    );
    const fewer = [layer('conv2d_7', ...conv()), layer('norm', ...bn().slice(1)), layer('dense', ...head())];
    expect(() => fitWeights(plain(), { layers: fewer })).toThrow(
      'The layer "norm" has 3 weights in the file; the model\'s layer "bn" has 4 (gamma, beta, movingMean, movingVariance).',
    );
  });
});
