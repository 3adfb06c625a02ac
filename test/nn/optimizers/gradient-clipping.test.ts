import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { tensor, Variable } from '../../../src/engine/tensor.ts';
import { Adam, AdamW } from '../../../src/nn/optimizers/adam.ts';
import type { Optimizer } from '../../../src/nn/optimizers/optimizer.ts';
import { RMSprop } from '../../../src/nn/optimizers/rmsprop.ts';
import { SGD } from '../../../src/nn/optimizers/sgd.ts';

const device = new ReferenceDevice();

/** Gradients with the norms 5 and 12, together 13, as an optimizer bounds them. */
async function clipped(optimizer: Optimizer): Promise<number[][]> {
  const gradients = [tensor(device, [2], [3, -4]), tensor(device, [3, 1], [0, -12, 0])];
  const data = await Promise.all(optimizer.clip(gradients).map((gradient) => gradient.data()));
  return data.map((one) => [...one].map((value) => Math.round(value * 1e6) / 1e6));
}

describe('Gradient clipping', () => {
  it('bounds each element', async () => {
    expect(await clipped(new SGD({ clipValue: 3.5 }))).toEqual([
      [3, -3.5],
      [0, -3.5, 0],
    ]);
  });

  it('bounds the norm of each gradient', async () => {
    expect(await clipped(new SGD({ clipNorm: 6 }))).toEqual([
      [3, -4],
      [0, -6, 0],
    ]);
    expect(await clipped(new Adam({ clipnorm: 2.5 }))).toEqual([
      [1.5, -2],
      [0, -2.5, 0],
    ]);
  });

  it('bounds the norm of all gradients together', async () => {
    expect(await clipped(new RMSprop({ globalClipNorm: 6.5 }))).toEqual([
      [1.5, -2],
      [0, -6, 0],
    ]);
    expect(await clipped(new AdamW({ global_clipnorm: 14 }))).toEqual([
      [3, -4],
      [0, -12, 0],
    ]);
  });

  it('leaves gradients alone without a bound, and those that are zero', async () => {
    const gradients = [tensor(device, [2], [1, 2])];
    expect(new SGD().clip(gradients)).toBe(gradients);
    const [zero] = new SGD({ clipNorm: 1 }).clip([tensor(device, [2], [0, 0])]);
    expect([...(await zero.data())]).toEqual([0, 0]);
  });

  it('takes one bound, which is positive', () => {
    expect(() => new SGD({ clipNorm: 1, clipvalue: 2 })).toThrow(
      'SGD: only one of clipValue, clipNorm and globalClipNorm can be set, but there are clipValue 2 and clipNorm 1.',
    );
    expect(() => new Adam({ clipValue: 0 })).toThrow('Adam: clipValue is 0; a number above 0 is expected.');
    expect(() => new Adam({ clipValue: 1, clipvalue: 1 })).toThrow('Adam: clipValue is given under two names.');
    expect(() => new Adam({ lr: 1, learningRate: 1 })).toThrow('Adam: learningRate is given under two names.');
  });

  it('is part of the config', () => {
    expect(new SGD({ clipnorm: 1, weightDecay: 0.5 }).config().config).toEqual({
      learningRate: 0.01,
      weightDecay: 0.5,
      clipNorm: 1,
      momentum: 0,
      nesterov: false,
    });
  });
});

it.each([
  // Without a gradient only the decay is left: 8 − 8 · 0.5 · 0.25.
  [new SGD({ learningRate: 0.25, weightDecay: 0.5 }), 7],
  [new RMSprop({ learningRate: 0.25, weightDecay: 0.5 }), 7],
  [new Adam({ learningRate: 0.25, weightDecay: 0.5 }), 7],
  [new SGD({ learningRate: 0.25 }), 8],
])('weight decay takes off a share', async (optimizer, expected) => {
  const variable = (name: string, value: number) =>
    new Variable(device, name, { shape: [1], dtype: 'f32', data: Float32Array.of(value) });
  const weight = variable('w', 8);
  const slots = Object.fromEntries(optimizer.slots.map((slot) => [slot, variable(slot, 0)]));
  const hyper = tensor(device, [optimizer.hyper(0).length], [...optimizer.hyper(0)]);
  optimizer.update(weight, tensor(device, [1], [0]), slots, hyper);
  expect([...(await weight.data())]).toEqual([expected]);
});
