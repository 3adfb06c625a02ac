import { describe, expect, it, vi } from 'vitest';
import { batchSamples, Dataset, datasetFromArrays } from '../../../src/data/index.ts';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import type { Shape } from '../../../src/engine/shape.ts';
import type { Tensor } from '../../../src/engine/tensor.ts';
import { ShapeError, ValueError } from '../../../src/errors.ts';
import {
  Add,
  BatchNormalization,
  Conv2D,
  Dense,
  Flatten,
  GlobalAveragePooling2D,
  Input,
  input,
  Layer,
  Rescaling,
} from '../../../src/nn/layers/index.ts';
import { SparseCategoricalCrossentropy } from '../../../src/nn/losses/losses.ts';
import { modelFromConfig } from '../../../src/nn/models/from-config.ts';
import { Model } from '../../../src/nn/models/model.ts';
import { Sequential } from '../../../src/nn/models/sequential.ts';
import { countParameters } from '../../../src/nn/models/summary.ts';
import { maxNorm } from '../../../src/nn/regularizers/constraints.ts';
import { l1, l2 } from '../../../src/nn/regularizers/regularizers.ts';
import { add } from '../../../src/ops/index.ts';

/** A small base: 6x6x2 images to 3 features. */
function smallBase(): Model {
  const x = input({ shape: [6, 6, 2], name: 'image' });
  let y = new Conv2D({ filters: 3, kernelSize: 3, name: 'conv' }).apply(x);
  y = new BatchNormalization({ name: 'bn' }).apply(y);
  return new Model({ inputs: x, outputs: new GlobalAveragePooling2D().apply(y), name: 'base' });
}

/** A classifier upon a base. */
function onBase(base: Model, training?: boolean): Model {
  const x = input({ shape: [8, 8, 2] });
  const features = base.apply(x, training === undefined ? {} : { training });
  return new Model({ inputs: x, outputs: new Dense({ units: 2, name: 'head' }).apply(features), name: 'classifier' });
}

const images = (size: number) =>
  batchSamples(
    datasetFromArrays({
      x: Float32Array.from({ length: 4 * size * size * 2 }, (_, i) => ((i * 7919) % 64) / 64),
      xShape: [4, size, size, 2],
      y: Uint32Array.of(0, 1, 1, 0),
      yShape: [4],
    }),
    4,
  );

const compile = (model: Model, optimizer: 'adam' | 'sgd' = 'sgd', device = new ReferenceDevice()): Model => {
  const loss = new SparseCategoricalCrossentropy({ fromLogits: true });
  model.compile({ device, optimizer, loss, seed: 5 });
  return model;
};

const weightsOf = async (model: Model) =>
  new Map((await model.getWeights()).map(({ name, data }) => [name, Array.from(data)]));

describe('a functional model', () => {
  it('names layers, shapes and weights, those of nested models by their path', () => {
    const model = onBase(smallBase());
    expect(model.outputShape).toEqual([2]);
    expect(model.weightSpecs.map(({ layer, name }) => `${layer}/${name}`)).toEqual([
      'base/conv/kernel',
      'base/conv/bias',
      'base/bn/gamma',
      'base/bn/beta',
      'base/bn/movingMean',
      'base/bn/movingVariance',
      'head/kernel',
      'head/bias',
    ]);
    // 3·3·2·3 + 3 + 4·3 + 3·2 + 2
    expect(countParameters(model.weightSpecs)).toEqual({ total: 77, trainable: 71, nonTrainable: 6 });
    expect(model.summaryRows().map(({ name, parameters }) => [name, parameters])).toEqual([
      ['input', 0],
      ['base', 69],
      ['head', 8],
    ]);
  });

  it('computes a shared layer with the same weights at each use', async () => {
    const x = input({ shape: [3] });
    const shared = new Dense({ units: 3, kernelInitializer: 'ones', useBias: false });
    const model = compile(new Model({ inputs: x, outputs: shared.apply(shared.apply(x)) }));
    expect(countParameters(model.weightSpecs).total).toBe(9);
    const { data } = await model.predict(batchSamples(Dataset.from([{ x: Float32Array.of(1, 2, 3), xShape: [3] }]), 1));
    // Ones twice: the sum of 1, 2, 3 in each unit, then three times that.
    expect(Array.from(data)).toEqual([18, 18, 18]);
  });

  it('refuses inputs that are missing, or do not matter', () => {
    const x = input({ shape: [3] });
    const other = input({ shape: [3], name: 'other' });
    const outputs = new Dense({ units: 1 }).apply(x);
    expect(() => new Model({ inputs: [x, other], outputs })).toThrow('does not depend on its input Input [3]');
    expect(() => new Model({ inputs: other, outputs })).toThrow(ValueError);
    expect(() => new Dense({ units: 1 }).apply(undefined as never)).toThrow('apply give; it got undefined.');
    expect(() => new Dense({ units: 1 }).apply([x, other])).toThrow('Dense takes one input; it was applied to 2.');
    expect(() => new Model({ inputs: x, outputs: [outputs, outputs] })).toThrow(
      'A model has one output; 2 were given.',
    );
  });

  it('applies to images of another size where its weights allow', () => {
    const base = smallBase();
    expect(base.computeOutputShape([[9, 7, 2]])).toEqual([3]);
    expect(() => base.computeOutputShape([[6, 6, 1]])).toThrow(ShapeError);
    expect(() => base.computeOutputShape([[6, 6, 1]])).toThrow('"conv/kernel" is [3, 3, 2, 3], and [3, 3, 1, 3]');
  });

  it('is the same after its config went through JSON', async () => {
    const model = compile(onBase(smallBase(), false));
    const again = modelFromConfig(JSON.parse(JSON.stringify(model.config())));
    expect(again.config()).toEqual(model.config());
    expect(model.config().nodes?.find(({ layer }) => layer === 'base')?.training).toBe(false);
    again.setWeights(await model.getWeights());
    expect((await compile(again).predict(images(8))).data).toEqual((await model.predict(images(8))).data);
  });

  it('shows nested layers when asked, and explains its numbers', () => {
    const base = smallBase();
    const text = onBase(base, false).summary({ expandNested: true, explain: true });
    expect(text).toContain('| bn (BatchNormalization)');
    expect(text).toContain('bn: 12 = gamma [3] 3 + beta [3] 3 + movingMean [3] 3 (a statistic: not trained)');
    expect(text).toContain('Note: "base" is applied with training: false, which does not freeze it: its 63 trainable');
    base.trainable = false;
    const frozen = onBase(base, false).summary({ explain: true });
    expect(frozen).not.toContain('Note:');
    expect(frozen).toContain('Not trained: 69 = 69 of frozen layers');
  });
});

describe('weights', () => {
  it('belong to the layer: a base trained in a larger model is trained itself', async () => {
    const base = smallBase();
    const model = compile(onBase(base));
    await model.fit(images(8));
    const all = await weightsOf(model);
    for (const [name, values] of await weightsOf(base)) expect(values).toEqual(all.get(`base/${name}`));
  });

  it('given to a base before there is a device come with it', async () => {
    const base = smallBase();
    const given = (await compile(smallBase()).getWeights()).map((weight) => ({
      ...weight,
      data: weight.data.map(() => 0.5),
    }));
    base.setWeights(given);
    const all = await weightsOf(compile(onBase(base)));
    expect(all.get('base/conv/kernel')?.every((value) => value === 0.5)).toBe(true);
    expect(all.get('head/kernel')?.some((value) => value !== 0.5)).toBe(true);
  });

  it('that are frozen stay, statistics included, while the head is trained', async () => {
    const base = smallBase();
    base.trainable = false;
    const model = compile(onBase(base), 'adam');
    expect(countParameters(model.weightSpecs)).toEqual({ total: 77, trainable: 8, nonTrainable: 69 });
    const before = await weightsOf(model);
    await model.fit(images(8), { epochs: 2 });
    const after = await weightsOf(model);
    for (const [name, values] of before) {
      if (name.startsWith('base/')) expect(after.get(name)).toEqual(values);
      else expect(after.get(name)).not.toEqual(values);
    }
  });

  it('are trained as compiled where layers are frozen later, with a warning', async () => {
    const base = smallBase();
    const model = compile(onBase(base, false));
    base.trainable = false;
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    const before = await weightsOf(model);
    await model.fit(images(8));
    expect(warn.mock.calls).toEqual([
      [
        'trainable of "base/conv" and 1 more was changed after compile: it takes effect when the model is compiled again.',
      ],
    ]);
    expect((await weightsOf(model)).get('base/conv/kernel')).not.toEqual(before.get('base/conv/kernel'));
    compile(model, 'sgd', model.compiled.device as ReferenceDevice);
    await model.fit(images(8));
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });

  it('are trained on after unfreezing some of them, the others untouched', async () => {
    const device = new ReferenceDevice();
    const base = smallBase();
    base.trainable = false;
    const model = compile(onBase(base), 'adam', device);
    await model.fit(images(8));
    base.getLayer('bn').trainable = true;
    compile(model, 'adam', device);
    const before = await weightsOf(model);
    await model.fit(images(8));
    const after = await weightsOf(model);
    expect(after.get('base/conv/kernel')).toEqual(before.get('base/conv/kernel'));
    for (const name of ['base/bn/beta', 'base/bn/movingMean', 'head/bias']) {
      expect(after.get(name)).not.toEqual(before.get(name));
    }
  });

  it('keep batch normalization to its moving statistics where applied with training: false', async () => {
    const model = compile(onBase(smallBase(), false));
    const before = await weightsOf(model);
    await model.fit(images(8));
    const after = await weightsOf(model);
    expect(after.get('base/bn/movingMean')).toEqual(before.get('base/bn/movingMean'));
    expect(after.get('base/conv/kernel')).not.toEqual(before.get('base/conv/kernel'));
  });

  it('may be shared with a model that ends at an inner layer', async () => {
    const base = compile(smallBase(), 'sgd');
    const cut = new Model({ inputs: base.inputs, outputs: base.outputOf('conv') });
    expect(cut.outputShape).toEqual([4, 4, 3]);
    expect((await cut.getWeights()).map(({ data }) => data)).toEqual(
      (await base.getWeights()).slice(0, 2).map(({ data }) => data),
    );
  });
});

/** The sum of two inputs. */
class Sum extends Layer {
  override readonly takesSeveral = true;

  constructor() {
    super('Sum', {}, {});
  }

  computeOutputShape([first]: readonly Shape[]): Shape {
    return first;
  }

  call([a, b]: readonly Tensor[]): Tensor {
    return add(a, b);
  }
}

describe('several inputs', () => {
  it('reach the layers that take them', async () => {
    const [a, b] = [input({ shape: [1, 1, 2] }), input({ shape: [1, 1, 2] })];
    const scaled = new Sequential([new Rescaling({ scale: 10 }), new Flatten()]);
    const model = new Model({ inputs: [a, b], outputs: new Sum().apply([new Flatten().apply(a), scaled.apply(b)]) });
    compile(model);
    const batch = {
      x: Float32Array.of(1, 2),
      xShape: [1, 1, 1, 2],
      additionalInputs: [{ x: Float32Array.of(3, 4), xShape: [1, 1, 1, 2] }],
    };
    const { data } = await model.predict({
      length: 1,
      async *[Symbol.asyncIterator]() {
        yield batch;
      },
    });
    expect(Array.from(data)).toEqual([1 + 30, 2 + 40]);
  });
});

describe('penalties and bounds', () => {
  const penalized = (kernelRegularizer: ReturnType<typeof l2>) =>
    new Sequential([
      new Input({ shape: [2] }),
      new Dense({ units: 2, kernelInitializer: { name: 'constant', value: 3 }, kernelRegularizer }),
    ]);
  const data = batchSamples(
    datasetFromArrays({ x: new Float32Array(6), xShape: [3, 2], y: new Float32Array(6), yShape: [3, 2] }),
    2,
  );

  it('are part of the loss in training and in validation', async () => {
    const model = penalized(l2(0.3));
    model.compile({ device: new ReferenceDevice(), optimizer: 'sgd', loss: 'mse' });
    // Outputs and targets are 0: what is left is 0.3 · Σ 3² of four weights.
    expect((await model.evaluate(data))['loss']).toBeCloseTo(0.3 * 4 * 9, 5);
    const { history } = await model.fit(data, { validationData: data });
    // Each of the two steps: w − 0.01 · 2 · 0.3 · w.
    const [first, second, third] = [3, 3 * 0.994, 3 * 0.994 ** 2];
    expect(history['loss']?.[0]).toBeCloseTo((0.3 * 4 * (2 * first ** 2 + second ** 2)) / 3, 4);
    expect(history['val_loss']?.[0]).toBeCloseTo(0.3 * 4 * third ** 2, 4);
  });

  it('of absolute values pull by the sign', async () => {
    const model = penalized(l1(0.5));
    model.compile({ device: new ReferenceDevice(), optimizer: 'sgd', loss: 'mse' });
    expect((await model.evaluate(data))['loss']).toBeCloseTo(0.5 * 12, 5);
    await model.fit(data);
    expect((await model.getWeights())[0]?.data[0]).toBeCloseTo(3 - 2 * 0.01 * 0.5, 5);
  });

  it('hold the norm of a weight after each step', async () => {
    const kernelConstraint = maxNorm(2);
    const model = new Sequential([
      new Input({ shape: [2] }),
      new Dense({ units: 2, kernelInitializer: { name: 'constant', value: 3 }, kernelConstraint }),
    ]);
    model.compile({ device: new ReferenceDevice(), optimizer: 'sgd', loss: 'mse' });
    await model.fit(data);
    // A column (3, 3) of norm √18 becomes (√2, √2) of norm 2.
    for (const value of (await model.getWeights())[0]?.data ?? []) expect(value).toBeCloseTo(Math.SQRT2, 5);
  });
});

describe('A layer or model applied where it cannot be', () => {
  const two = () => {
    const inputs = [input({ shape: [3] }), input({ shape: [3] })];
    return new Model({ inputs, outputs: new Add().apply(inputs), name: 'two' });
  };

  it.each([1, 3])('refuses %i inputs instead of two', (count) => {
    const inputs = Array.from({ length: count }, () => input({ shape: [3] }));
    expect(() => two().apply(inputs)).toThrow(`The model "two" takes 2 inputs; it was applied to ${count}.`);
  });

  it('refuses a place in a chain for two inputs', () => {
    expect(() => new Sequential([two()])).toThrow('The model "two" takes 2 inputs; it was applied to 1.');
  });

  it('refuses shapes that need other weights than its first use', () => {
    const shared = new Dense({ units: 3, name: 'shared' });
    const inputs = [input({ shape: [3] }), input({ shape: [4] })];
    const outputs = new Add().apply(inputs.map((x) => shared.apply(x)));
    const message = 'weight "kernel": is [3, 3] by the layer\'s first use; inputs [4] need [4, 3].';
    expect(() => new Model({ inputs, outputs })).toThrow(message);
    expect(() => new Model({ inputs, outputs })).toThrow('in model "model", layer "shared"');
  });

  it('refuses to stand twice in a chain, in which its name would be saved once', () => {
    const dense = new Dense({ units: 3 });
    const message = 'The model "chain" has the same layer twice: layer 3 (Dense).';
    expect(() => new Sequential([new Input({ shape: [3] }), dense, dense], { name: 'chain' })).toThrow(message);
    const chain = new Sequential([new Input({ shape: [3] }), dense], { name: 'chain' });
    expect(() => chain.add(dense)).toThrow(message);
    expect(chain.layers).toEqual([dense]);
  });
});
