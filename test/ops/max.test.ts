import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { NoGradientError, ShapeError } from '../../src/errors.ts';
import { argmax, fill, max, valueAndGrad } from '../../src/ops/index.ts';
import { gpu } from '../support/gpu.ts';

const reference = new ReferenceDevice();

describe('max', () => {
  it('splits the gradient equally among ties, also over axes that are not neighbors', async () => {
    for (const device of [reference, await gpu()]) {
      // Over axes 0 and 2, row 0 has its 5 three times and row 1 its 7 once.
      const x = tensor(device, [2, 2, 2], [5, 1, 2, 3, 5, 5, 7, 0]);
      const { value, grads } = valueAndGrad(() => max(x, { axis: [0, 2] }), [x]);
      expect(value.shape).toEqual([2]);
      expect(Array.from(await value.data())).toEqual([5, 7]);
      const shares = [1 / 3, 0, 0, 0, 1 / 3, 1 / 3, 1, 0];
      for (const [i, share] of (await grads[0].data()).entries()) expect(share).toBeCloseTo(shares[i], 6);
    }
  });

  it('counts ties of a long reduction in several passes', async () => {
    const device = await gpu();
    const x = fill(device, [300, 10], 1.5);
    const { grads } = valueAndGrad(() => max(x), [x]);
    for (const share of await grads[0].data()) expect(share).toBeCloseTo(1 / 3000, 9);
  });

  it('keeps reduced axes with size 1 when told to', () => {
    expect(max(fill(reference, [2, 3, 4], 0), { axis: [0, 2], keepDims: true }).shape).toEqual([1, 3, 1]);
    expect(max(fill(reference, [2, 3, 4], 0)).shape).toEqual([]);
  });
});

describe('argmax', () => {
  it('searches the last axis and has no gradient', async () => {
    const x = tensor(reference, [2, 2], [1, 2, 4, 3]);
    expect(Array.from(await argmax(x).data())).toEqual([1, 0]);
    expect(() => valueAndGrad(() => argmax(x), [x])).toThrow(NoGradientError);
    expect(() => argmax(x, { axis: 2 })).toThrow(ShapeError);
  });
});
