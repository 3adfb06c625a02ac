import { describe, expect, it } from 'vitest';
import { bootstrapInterval } from '../../src/evaluation/index.ts';

const right = Array.from({ length: 400 }, (_, i) => (i % 4 === 0 ? 0 : 1));
const accuracy = (indices: Uint32Array) => indices.reduce((sum, i) => sum + right[i]!, 0) / indices.length;

describe('bootstrapInterval', () => {
  it('is about two standard errors wide on both sides', () => {
    const { low, high, confidence } = bootstrapInterval(400, accuracy, { resamples: 2000, seed: 1 });
    // √(3/4 · 1/4 / 400) = 0.02165, times 1.96.
    expect(low).toBeGreaterThan(0.75 - 0.0424 - 0.006);
    expect(low).toBeLessThan(0.75 - 0.0424 + 0.006);
    expect(high).toBeGreaterThan(0.75 + 0.0424 - 0.006);
    expect(high).toBeLessThan(0.75 + 0.0424 + 0.006);
    expect(confidence).toBe(0.95);
  });

  it('follows from the seed', () => {
    const options = { resamples: 50, seed: 7 };
    expect(bootstrapInterval(400, accuracy, options)).toEqual(bootstrapInterval(400, accuracy, options));
    expect(bootstrapInterval(400, accuracy, { ...options, seed: 8 })).not.toEqual(
      bootstrapInterval(400, accuracy, options),
    );
  });

  it('leaves out drawings without a value', () => {
    let calls = 0;
    expect(bootstrapInterval(3, () => (calls++ % 2 === 0 ? Number.NaN : 5))).toMatchObject({ low: 5, high: 5 });
    expect(bootstrapInterval(3, () => Number.NaN).low).toBeNaN();
  });

  it('interpolates between the drawings', () => {
    let value = 0;
    expect(bootstrapInterval(1, () => value++, { resamples: 5, confidence: 0.75 })).toMatchObject({
      low: 0.5,
      high: 3.5,
    });
  });

  it('refuses a confidence of 1', () => {
    expect(() => bootstrapInterval(3, accuracy, { confidence: 1 })).toThrow(/confidence 1/);
  });
});
