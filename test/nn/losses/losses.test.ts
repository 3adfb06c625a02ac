import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { type Tensor, tensor } from '../../../src/engine/tensor.ts';
import type { Loss } from '../../../src/nn/losses/loss.ts';
import {
  BinaryCrossentropy,
  CategoricalCrossentropy,
  lossByName,
  SparseCategoricalCrossentropy,
} from '../../../src/nn/losses/losses.ts';
import { MeanAbsoluteError, MeanSquaredError } from '../../../src/nn/losses/regression-losses.ts';
import { metricByName } from '../../../src/nn/metrics/metrics.ts';
import { valueAndGrad } from '../../../src/ops/value-and-grad.ts';

const device = new ReferenceDevice();
const floats = (rows: readonly (readonly number[])[]): Tensor =>
  tensor(device, [rows.length, rows[0]?.length ?? 0], rows.flat());

async function expectLosses(loss: Pick<Loss, 'call'>, target: Tensor, output: Tensor, expected: readonly number[]) {
  const losses = [...(await loss.call(target, output).data())];
  expect(losses).toHaveLength(expected.length);
  for (const [i, value] of expected.entries()) expect(losses[i]).toBeCloseTo(value, 5);
}

describe('SparseCategoricalCrossentropy', () => {
  it('divides probabilities by the sum of their row, so two sigmoid outputs will do', async () => {
    const target = tensor(device, [2], Uint32Array.of(0, 1));
    const output = floats([
      [0.9, 0.3],
      [0.2, 0.8],
    ]);
    // −ln(0.9 / 1.2) and −ln(0.8)
    await expectLosses(new SparseCategoricalCrossentropy(), target, output, [0.287682, 0.223144]);
  });

  it('takes logits where it is told so', async () => {
    const target = tensor(device, [1], Uint32Array.of(1));
    await expectLosses(
      new SparseCategoricalCrossentropy({ fromLogits: true }),
      target,
      floats([[0, Math.log(3)]]),
      [0.287682],
    );
  });
});

describe('Label smoothing', () => {
  it('takes one-hot rows toward equal shares', async () => {
    const loss = new CategoricalCrossentropy({ labelSmoothing: 0.2 });
    // Targets [0.9, 0.1]: −0.9 · ln 0.75 − 0.1 · ln 0.25
    await expectLosses(loss, floats([[1, 0]]), floats([[0.75, 0.25]]), [0.397543]);
  });

  it('takes yes and no toward a half', async () => {
    const loss = new BinaryCrossentropy({ labelSmoothing: 0.2 });
    // Target 0.9 and 0.1 for the output 0.75.
    await expectLosses(loss, floats([[1], [0]]), floats([[0.75], [0.75]]), [0.397543, 1.276434]);
    const logits = new BinaryCrossentropy({ labelSmoothing: 0.2, fromLogits: true });
    await expectLosses(logits, floats([[1], [0]]), floats([[Math.log(3)], [Math.log(3)]]), [0.397543, 1.276434]);
  });

  it('is a share, and part of the config', () => {
    expect(() => new BinaryCrossentropy({ labelSmoothing: 2 })).toThrow(
      'BinaryCrossentropy: labelSmoothing is 2; a number from 0 to 1 is expected.',
    );
    expect(new CategoricalCrossentropy({ labelSmoothing: 0.1 }).config()).toEqual({
      fromLogits: false,
      labelSmoothing: 0.1,
    });
    expect(new CategoricalCrossentropy().config()).toEqual({ fromLogits: false });
  });
});

describe('Losses of differences', () => {
  const target = () =>
    floats([
      [1, 2],
      [3, 4],
    ]);
  const output = () =>
    floats([
      [1, 4],
      [4, 0],
    ]);

  it('are means over the outputs of a sample', async () => {
    await expectLosses(new MeanSquaredError(), target(), output(), [2, 8.5]);
    await expectLosses(new MeanAbsoluteError(), target(), output(), [1, 2.5]);
  });

  it('have the gradients of Keras, 0 where there is no difference', async () => {
    const y = output();
    const { grads } = valueAndGrad(() => new MeanAbsoluteError().call(target(), y), [y]);
    expect([...(await grads[0].data())].map((slope) => slope + 0)).toEqual([0, 0.5, 0.5, -0.5]);
  });

  it('are metrics, too', async () => {
    expect(['mse', 'mae', 'mean_squared_error'].map((name) => metricByName(name).name)).toEqual([
      'mse',
      'mae',
      'meanSquaredError',
    ]);
    await expectLosses(metricByName('mae'), target(), output(), [1, 2.5]);
  });
});

it('Losses are found by their names in Keras', () => {
  const names = ['sparse_categorical_crossentropy', 'categorical_crossentropy', 'binary_crossentropy', 'mae', 'MSE'];
  expect(names.map((name) => lossByName(name).constructor)).toEqual([
    SparseCategoricalCrossentropy,
    CategoricalCrossentropy,
    BinaryCrossentropy,
    MeanAbsoluteError,
    MeanSquaredError,
  ]);
});
