import { describe, expect, it } from 'vitest';
import { aucInterval, bootstrapInterval, rocAuc } from '../../src/evaluation/index.ts';

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

describe('aucInterval', () => {
  it('is the interval of rocAuc, ties and drawings of one class too', () => {
    const labels = [0, 1, 0, 1, 1, 0];
    const scores = [0.5, 0.5, 0.2, 0.8, 0.5, 0.2];
    const options = { resamples: 200, seed: 3 };
    const slow = bootstrapInterval(
      6,
      (indices) =>
        rocAuc(
          Array.from(indices, (i) => labels[i]!),
          Array.from(indices, (i) => scores[i]!),
        ),
      options,
    );
    const fast = aucInterval(labels, scores, options);
    expect(fast.low).toBeCloseTo(slow.low, 12);
    expect(fast.high).toBeCloseTo(slow.high, 12);
    expect(fast.low).toBeLessThan(8 / 9);
  });
});
