import { describe, expect, it } from 'vitest';
import { datasetFromArrays, type SampleArrays, splitArrays } from '../../src/data/arrays.ts';
import { batchSamples } from '../../src/data/batch.ts';
import { DataError } from '../../src/errors.ts';

const three: SampleArrays = {
  x: Uint8Array.of(1, 2, 3, 4, 5, 6),
  xShape: [3, 2, 1],
  y: Uint8Array.of(7, 8, 9),
  yShape: [3],
};

describe('datasetFromArrays', () => {
  it('gives one sample per row', async () => {
    const dataset = datasetFromArrays(three);
    expect(dataset.length).toBe(3);
    const samples = [];
    for await (const sample of dataset) samples.push(sample);
    expect(samples).toEqual([
      { x: Uint8Array.of(1, 2), xShape: [2, 1], y: 7 },
      { x: Uint8Array.of(3, 4), xShape: [2, 1], y: 8 },
      { x: Uint8Array.of(5, 6), xShape: [2, 1], y: 9 },
    ]);
  });

  it('comes back whole from batching, float targets too', async () => {
    const y = Float32Array.of(0, 1, 1, 0, 0, 1);
    for await (const batch of batchSamples(datasetFromArrays({ ...three, y, yShape: [3, 2] }), 3)) {
      expect(batch).toEqual({ x: Uint8Array.of(1, 2, 3, 4, 5, 6), xShape: [3, 2, 1], y, yShape: [3, 2] });
    }
  });

  it('refuses arrays that do not fit', () => {
    expect(() => datasetFromArrays({ ...three, xShape: [3, 3, 1] })).toThrow(DataError);
    expect(() => datasetFromArrays({ ...three, xShape: [3, 3, 1] })).toThrow(
      'x has 6 elements, but its shape [3, 3, 1] holds 9',
    );
    expect(() => datasetFromArrays({ ...three, y: new Uint32Array(2), yShape: [2] })).toThrow(
      'x holds 3 examples and y 2',
    );
    expect(() => datasetFromArrays({ ...three, y: new Uint32Array(6), yShape: [3, 2] })).toThrow(
      'class indices have shape [3]',
    );
  });
});

describe('splitArrays', () => {
  it('splits rows by the order of the seed', () => {
    // RandomState(123).shuffle(range(10)) is 4,0,7,5,8,3,1,6,9,2.
    const x = Float32Array.from({ length: 20 }, (_, i) => i);
    const y = Uint32Array.from({ length: 10 }, (_, i) => i);
    const { training, validation } = splitArrays(
      { x, xShape: [10, 2], y, yShape: [10] },
      { validationSplit: 0.3, seed: 123 },
    );
    expect(training.y).toEqual(Uint32Array.of(4, 0, 7, 5, 8, 3, 1));
    expect(validation).toEqual({
      x: Float32Array.of(12, 13, 18, 19, 4, 5),
      xShape: [3, 2],
      y: Uint32Array.of(6, 9, 2),
      yShape: [3],
    });
  });
});
