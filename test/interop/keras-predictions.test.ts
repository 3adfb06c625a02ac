import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { batchSamples, Dataset } from '../../src/data/index.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { readKerasModel } from '../../src/formats/keras/read-keras.ts';
import { writeKeras, writeKerasH5 } from '../../src/formats/keras/write-keras.ts';
import type { StoredModel } from '../../src/formats/stored-model.ts';
import { modelFromStored, storedCompileOptions } from '../../src/nn/models/stored-model.ts';

const device = new ReferenceDevice();

async function predictions(stored: StoredModel, x: Float32Array, shape: readonly number[]): Promise<Float32Array> {
  const model = modelFromStored(stored);
  model.compile({ device, optimizer: 'sgd', loss: 'meanSquaredError' });
  const [count, ...xShape] = shape;
  const size = x.length / count;
  const samples = Array.from({ length: count }, (_, i) => ({ x: x.slice(i * size, (i + 1) * size), xShape }));
  return Float32Array.from((await model.predict(batchSamples(Dataset.from(samples), count))).data);
}

/**
 * `terms` roundings of half an ulp (2^-24) each in a sum whose parts are at most `largest`, on our side and on the other's;
 * errors of single terms mostly cancel, and later layers do not stretch them in these models.
 */
function expectClose(actual: Float32Array, expected: readonly number[], terms: number): void {
  expect(actual).toHaveLength(expected.length);
  const largest = Math.max(1, ...expected.map(Math.abs));
  const tolerance = 2 * terms * 2 ** -24 * largest;
  for (const [i, value] of expected.entries()) expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance);
}

describe('what Keras 3.15 computes', () => {
  const fixtures = join(import.meta.dirname, '../formats/keras/fixtures');
  const { output } = JSON.parse(readFileSync(join(fixtures, 'nested.json'), 'utf8')) as { output: number[][] };
  // The rule of make_fixtures.py.
  const x = Float32Array.from({ length: 2 * 8 * 8 * 3 }, (_, i) => (i * 37) % 256);

  it.each(['nested.keras', 'nested.h5'])('%s: a nested model with its normalization in inference', async (name) => {
    const stored = await readKerasModel(new Uint8Array(readFileSync(join(fixtures, name))));
    expectClose(await predictions(stored, x, [2, 8, 8, 3]), output.flat(), 200);
    const again = await readKerasModel(await writeKeras(stored));
    expect(await predictions(again, x, [2, 8, 8, 3])).toEqual(await predictions(stored, x, [2, 8, 8, 3]));
  });

  it('goes on training with the optimizer of the file', async () => {
    const stored = await readKerasModel(new Uint8Array(readFileSync(join(fixtures, 'nested.keras'))));
    const batch = { x, xShape: [2, 8, 8, 3], y: Uint32Array.of(0, 2), yShape: [2] };
    const weights = async (file: StoredModel) => {
      const model = modelFromStored(file);
      model.compile({
        device,
        loss: 'sparseCategoricalCrossentropy',
        optimizer: 'adam',
        ...storedCompileOptions(file),
        seed: 3,
      });
      await model.trainOnBatch(batch);
      const { step } = await model.compiled.optimizerState();
      expect(step).toBe(8);
      return model.getWeights();
    };
    const expected = await weights(stored);
    for (const write of [writeKeras, writeKerasH5]) {
      expect(await weights(await readKerasModel(await write(stored)))).toEqual(expected);
    }
    // Without the state, the first step of Adam is another one.
    const { training } = stored;
    const fresh = { ...stored, training: training && { ...training, step: 7, slots: [] } };
    const { optimizer: _, ...rest } = storedCompileOptions(stored);
    const model = modelFromStored({ ...fresh, training: null });
    model.compile({ device, loss: 'sparseCategoricalCrossentropy', optimizer: 'adam', ...rest, seed: 3 });
    await model.trainOnBatch(batch);
    expect(await model.getWeights()).not.toEqual(expected);
  });
});

/** Files of other people's models, which may lie beside the repository; they are not part of it. */
const golden = join(import.meta.dirname, '../../../shared/data/interop');
const isThere = existsSync(golden);
if (!isThere) console.info(`Not checked: predictions of the files in ${golden}, which is not there.`);

/** The inputs that the golden files are for: a linear congruential generator, in steps of 1/256. */
function goldenInput(length: number): Float32Array {
  let state = 77;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.round((state / 2 ** 32) * 256) / 256;
  });
}

const files: readonly (readonly [name: string, terms: number])[] = [
  // Sums of 45 products in a layer whose outputs are in the thousands.
  ['conv2d_k2.1.h5', 46],
  // 27 products, normalization, 9 products, 36 products.
  ['cnn_batch_norm_k2.1.h5', 80],
  ['mlp_with_adam_state_k2.0.h5', 200],
  // Five convolutions of up to 576 products and two dense layers of 128 each.
  ['mnist_cnn_batchnorm_k3.13.keras', 2600],
];

it.each(isThere ? files : [])('%s: what others computed with it', async (name, terms) => {
  const { input, output, parameters } = JSON.parse(readFileSync(join(golden, `${name}.golden.json`), 'utf8')) as {
    input: { shape: number[]; first: number[] };
    output: { data: number[] };
    parameters: number;
  };
  const stored = await readKerasModel(new Uint8Array(readFileSync(join(golden, name))));
  const x = goldenInput(input.shape.reduce((a, b) => a * b, 1));
  expect(Array.from(x.slice(0, 4))).toEqual(input.first);
  const count = stored.layers.flatMap(({ weights }) => weights).reduce((sum, { data }) => sum + data.length, 0);
  expect(count).toBe(parameters);
  expectClose(await predictions(stored, x, input.shape), output.data, terms);
  const again = await readKerasModel(await writeKerasH5(stored));
  expect(await predictions(again, x, input.shape)).toEqual(await predictions(stored, x, input.shape));
});

it.each(isThere ? ['act_ReLU_1_k2.3'] : [])('%s.h5, with inputs and outputs of Keras itself', async (name) => {
  const { inputs, outputs } = JSON.parse(readFileSync(join(golden, `${name}.io.json`), 'utf8')) as {
    inputs: { dense_input: { shape: number[]; data: number[] } };
    outputs: { re_lu_1: { data: number[] } };
  };
  const { shape, data } = inputs.dense_input;
  const stored = await readKerasModel(new Uint8Array(readFileSync(join(golden, `${name}.h5`))));
  expectClose(await predictions(stored, Float32Array.from(data), shape), outputs.re_lu_1.data, 17);
});
