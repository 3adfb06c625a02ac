import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { DTypeError, ShapeError, ValueError } from '../../src/errors.ts';
import { dropout, fill, randomNormal, randomUniform, valueAndGrad } from '../../src/ops/index.ts';
import { gpu } from '../support/gpu.ts';

const reference = new ReferenceDevice();
const count = 100_000;
const average = (numbers: Iterable<number>): number => Array.from(numbers).reduce((sum, each) => sum + each, 0) / count;

describe('dropout', () => {
  it('gives the same bits on the GPU as in the reference loops, forward and backward', async () => {
    const data = (await randomUniform(reference, [count], { low: -2, high: 3, seed: 1 }).data()) as Float32Array;
    const results = await Promise.all(
      [reference, await gpu()].map(async (device) => {
        const x = tensor(device, [count], data);
        const seed = tensor(device, [1], Uint32Array.of(42));
        const { value, grads } = valueAndGrad(() => dropout(x, seed, { rate: 0.3, salt: 5 }), [x]);
        return [await value.data(), await grads[0].data()];
      }),
    );
    expect(results[1]).toEqual(results[0]);
    const [y, dx] = results[0];
    const scale = Math.fround(1 / 0.7);
    for (let i = 0; i < count; i++) {
      const isKept = dx[i] !== 0;
      if (y[i] !== (isKept ? Math.fround(data[i] * scale) : 0) || dx[i] !== (isKept ? scale : 0))
        expect(i).toBe('as its mask');
    }
    // Five standard deviations: 5·√(0.3·0.7/100000) = 0.0072.
    expect(Math.abs(average(Array.from(dx, (each) => Number(each === 0))) - 0.3)).toBeLessThan(0.0073);
  });

  it('drops others with another seed or salt', async () => {
    const ones = fill(reference, [1000], 1);
    const drop = (seed: number, salt: number) =>
      dropout(ones, tensor(reference, [1], Uint32Array.of(seed)), { rate: 0.5, salt });
    const first = await drop(1, 1).data();
    expect(await drop(1, 1).data()).toEqual(first);
    expect(await drop(2, 1).data()).not.toEqual(first);
    expect(await drop(1, 2).data()).not.toEqual(first);
  });

  it('refuses other rates, seeds and salts', () => {
    const x = fill(reference, [4], 1);
    const seed = tensor(reference, [1], Uint32Array.of(1));
    expect(() => dropout(x, seed, { rate: 1, salt: 0 })).toThrow(ValueError);
    expect(() => dropout(x, seed, { rate: -0.1, salt: 0 })).toThrow(ValueError);
    expect(() => dropout(x, seed, { rate: 0.5, salt: 1.5 })).toThrow(ValueError);
    expect(() => dropout(x, x, { rate: 0.5, salt: 0 })).toThrow(DTypeError);
    expect(() => dropout(x, tensor(reference, [2], Uint32Array.of(1, 2)), { rate: 0.5, salt: 0 })).toThrow(ShapeError);
  });
});

describe('random tensors', () => {
  it('gives the same uniform bits on the GPU as in the reference loops', async () => {
    const [host, device] = await Promise.all(
      [reference, await gpu()].map((each) => randomUniform(each, [count], { seed: 9, salt: 4 }).data()),
    );
    expect(device).toEqual(host);
    expect(Math.min(...host.slice(0, 1000))).toBeGreaterThanOrEqual(0);
    expect(Math.max(...host.slice(0, 1000))).toBeLessThan(1);
    // Five standard deviations of a mean of uniform numbers: 5/√(12·100000).
    expect(Math.abs(average(host) - 0.5)).toBeLessThan(0.0046);
  });

  it('draws normal numbers with the given mean and deviation', async () => {
    const drawn = await randomNormal(reference, [count], { mean: 3, stddev: 2, seed: 9 }).data();
    const mean = average(drawn);
    const variance = average(drawn.map((each) => (each - mean) ** 2));
    // Five standard deviations: 5·2/√100000 of the mean, 5·4·√(2/100000) of the variance.
    expect(Math.abs(mean - 3)).toBeLessThan(0.032);
    expect(Math.abs(variance - 4)).toBeLessThan(0.09);
    const within = average(Array.from(drawn, (each) => Number(Math.abs(each - 3) < 2)));
    expect(Math.abs(within - 0.6827)).toBeLessThan(0.0074);
  });

  it('refuses seeds that are no 32-bit integers', () => {
    expect(() => randomUniform(reference, [1], { seed: -1 })).toThrow(ValueError);
    expect(() => randomNormal(reference, [1], { seed: 1, salt: 2 ** 32 })).toThrow(ValueError);
  });
});
