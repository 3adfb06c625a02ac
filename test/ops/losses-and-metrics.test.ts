import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { DTypeError, ShapeError, ValueError } from '../../src/errors.ts';
import { accumulate } from '../../src/ops/accumulate.ts';
import { categoricalCrossentropy } from '../../src/ops/categorical-crossentropy.ts';
import { sparseCategoricalCrossentropy } from '../../src/ops/sparse-categorical-crossentropy.ts';
import { sparseTopKCategoricalAccuracy } from '../../src/ops/sparse-top-k-categorical-accuracy.ts';
import { valueAndGrad } from '../../src/ops/value-and-grad.ts';
import { gpu } from '../support/gpu.ts';

const reference = new ReferenceDevice();

describe.each([
  ['reference', async () => reference],
  ['gpu', gpu],
] as const)('on %s', (_name, open) => {
  it.each([true, false])('gives NaN for a label that is no class, and only there (logits: %s)', async (fromLogits) => {
    const device = await open();
    const target = tensor(device, [3], Uint32Array.of(2, 1, 4294967295));
    const output = tensor(device, [3, 2], [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    const { value, grads } = valueAndGrad(
      () => sparseCategoricalCrossentropy({ target, output }, { fromLogits }),
      [output],
    );
    const [first, second, third] = await value.data();
    expect([first, third]).toEqual([Number.NaN, Number.NaN]);
    expect(second).toBeCloseTo(Math.log(2), 6);
    const gradient = [...(await grads[0].data())].map((slope) => Number(slope.toFixed(6)));
    const one = fromLogits ? 0.5 : 1;
    expect(gradient).toEqual([Number.NaN, Number.NaN, one, -one, Number.NaN, Number.NaN]);
  });

  it('adds batches of values to totals', async () => {
    const device = await open();
    const totals = tensor(device, [2], [0, 0]);
    accumulate({ totals, values: tensor(device, [3], [1, 2, 3]) });
    accumulate({ totals, values: tensor(device, [1000], new Float32Array(1000).fill(0.25)) });
    expect([...(await totals.data())]).toEqual([256, 1003]);
  });
});

describe('wrong targets', () => {
  const output = tensor(reference, [3, 2], [1, 2, 3, 4, 5, 6]);

  it('refuses labels of another element type', () => {
    const target = tensor(reference, [3], [0, 1, 1]);
    expect(() => sparseCategoricalCrossentropy({ target, output })).toThrow(DTypeError);
  });

  it('refuses another number of labels, and says which shape is right', () => {
    const target = tensor(reference, [2], Uint32Array.of(0, 1));
    expect(() => sparseCategoricalCrossentropy({ target, output })).toThrow(ShapeError);
    expect(() => sparseCategoricalCrossentropy({ target, output })).toThrow(
      '[2] but the output [3, 2] needs [3] or [3, 1]',
    );
  });

  it('refuses one-hot targets of another shape', () => {
    const target = tensor(reference, [3, 1], [0, 1, 1]);
    expect(() => categoricalCrossentropy({ target, output })).toThrow('needs [3, 2]');
  });

  it('refuses a k that is not a positive integer', () => {
    const target = tensor(reference, [3], Uint32Array.of(0, 1, 1));
    expect(() => sparseTopKCategoricalAccuracy({ target, output }, { k: 0 })).toThrow(ValueError);
  });
});
