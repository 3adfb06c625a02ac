import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { ShapeError } from '../../src/errors.ts';
import { adamUpdate } from '../../src/ops/adam-update.ts';
import { rmspropUpdate } from '../../src/ops/rmsprop-update.ts';
import { gpu } from '../support/gpu.ts';

const reference = new ReferenceDevice();

// Two steps from 1 with gradients 3 and −1, learning rate 0.1, rho 0.75, epsilon 1: velocity is 2.25, then 1.9375, and
// the average gradient 0.75, then 0.3125. Plain: 1 − 0.3 / √3.25 + 0.1 / √2.9375. With momentum 0.5, half of the first
// step is added to the second.
describe.each([
  ['reference', async () => reference],
  ['gpu', gpu],
] as const)('RMSprop on %s', (_name, open) => {
  it.each([
    { centered: false, momentum: 0, variable: 0.8919359, sum: 0 },
    { centered: false, momentum: 0.5, variable: 0.8087309, sum: -0.024859 },
    { centered: true, momentum: 0, variable: 0.8763424, sum: 0 },
    { centered: true, momentum: 0.5, variable: 0.7848433, sum: -0.0321584 },
  ])('takes two steps (centered: $centered, momentum: $momentum)', async (row) => {
    const device = await open();
    const scalar = (value: number) => tensor(device, [1], [value]);
    const [variable, velocity, averageGradient, sum, hyper] = [1, 0, 0, 0, 0.1].map(scalar);
    for (const gradient of [scalar(3), scalar(-1)]) {
      rmspropUpdate(
        {
          variable,
          gradient,
          velocity,
          hyper,
          ...(row.centered ? { averageGradient } : {}),
          ...(row.momentum > 0 ? { momentum: sum } : {}),
        },
        { rho: 0.75, epsilon: 1, momentum: row.momentum },
      );
    }
    expect((await variable.data())[0]).toBeCloseTo(row.variable, 6);
    expect((await velocity.data())[0]).toBe(1.9375);
    expect((await averageGradient.data())[0]).toBe(row.centered ? 0.3125 : 0);
    expect((await sum.data())[0]).toBeCloseTo(row.sum, 6);
  });
});

describe('wrong shapes', () => {
  const [variable, gradient, m, v] = [2, 2, 2, 3].map((size) => tensor(reference, [size], new Float32Array(size)));

  it('refuses state of another shape than the variable', () => {
    const hyper = tensor(reference, [2], [0.1, 0.1]);
    expect(() => adamUpdate({ variable, gradient, m, v, hyper })).toThrow('v has shape [3] but variable has [2]');
  });

  it('refuses another number of hyper-parameters, and says what they are', () => {
    const hyper = tensor(reference, [1], [0.1]);
    const update = () => adamUpdate({ variable, gradient, m, v: tensor(reference, [2], [0, 0]), hyper });
    expect(update).toThrow(ShapeError);
    expect(update).toThrow('[2] is expected, which holds learningRate, alpha');
  });
});
