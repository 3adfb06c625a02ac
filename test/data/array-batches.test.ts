import { describe, expect, it } from 'vitest';
import { arrayBatches } from '../../src/data/array-batches.ts';
import { datasetFromArrays, type SampleArrays } from '../../src/data/arrays.ts';
import type { Batch } from '../../src/data/batch.ts';
import { inputBatches } from '../../src/data/input-batches.ts';
import { readAll } from '../support/read-all.ts';

/** Five samples of two pixels; the label, the weight and the further input tell which one it is. */
const arrays: SampleArrays = {
  x: Uint8Array.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 4),
  xShape: [5, 2],
  y: Uint8Array.of(0, 1, 2, 3, 4),
  yShape: [5, 1],
  additionalInputs: [{ x: Float32Array.of(0, 10, 20, 30, 40), xShape: [5, 1] }],
  sampleWeights: Float32Array.of(0, 0.5, 1, 1.5, 2),
};

const labels = (batches: readonly Batch[]) => batches.flatMap(({ y }) => [...y]);

describe('arrayBatches', () => {
  it('cuts arrays into batches, the last one smaller', async () => {
    const dataset = arrayBatches(arrays, { batchSize: 2, shuffle: null });
    expect(dataset.length).toBe(3);
    expect(await readAll(dataset)).toEqual([
      {
        x: Uint8Array.of(0, 0, 1, 1),
        xShape: [2, 2],
        y: Uint32Array.of(0, 1),
        yShape: [2, 1],
        additionalInputs: [{ x: Float32Array.of(0, 10), xShape: [2, 1] }],
        sampleWeights: Float32Array.of(0, 0.5),
      },
      {
        x: Uint8Array.of(2, 2, 3, 3),
        xShape: [2, 2],
        y: Uint32Array.of(2, 3),
        yShape: [2, 1],
        additionalInputs: [{ x: Float32Array.of(20, 30), xShape: [2, 1] }],
        sampleWeights: Float32Array.of(1, 1.5),
      },
      {
        x: Uint8Array.of(4, 4),
        xShape: [1, 2],
        y: Uint32Array.of(4),
        yShape: [1, 1],
        additionalInputs: [{ x: Float32Array.of(40), xShape: [1, 1] }],
        sampleWeights: Float32Array.of(2),
      },
    ]);
  });

  it('shuffles each pass in another way, which follows from the seed and the number of the pass', async () => {
    const make = (seed: number, firstPass: number) =>
      arrayBatches(arrays, { batchSize: 2, shuffle: { seed, firstPass } });
    const dataset = make(7, 0);
    const first = await readAll(dataset);
    const second = labels(await readAll(dataset));
    expect([...labels(first)].sort()).toEqual([0, 1, 2, 3, 4]);
    expect(second).not.toEqual(labels(first));
    expect(labels(await readAll(make(7, 1)))).toEqual(second);
    expect(labels(await readAll(make(8, 0)))).not.toEqual(labels(first));
    for (const { x, y, sampleWeights, additionalInputs } of first) {
      for (const [i, label] of y.entries()) {
        expect([x[2 * i], sampleWeights?.[i], additionalInputs?.[0]?.x[i]]).toEqual([label, label / 2, label * 10]);
      }
    }
  });

  it('refuses arrays that do not fit each other', () => {
    const make = (change: Partial<SampleArrays>) => () =>
      arrayBatches({ ...arrays, ...change }, { batchSize: 2, shuffle: null });
    expect(make({ sampleWeights: Float32Array.of(1) })).toThrow('There are 1 sampleWeights for 5 examples');
    expect(make({ additionalInputs: [{ x: Float32Array.of(1), xShape: [1, 1] }] })).toThrow(
      'x holds 5 examples and additional input 0 1; give as many of each.',
    );
    expect(make({ yShape: [5, 2] })).toThrow('y has 5 elements, but its shape [5, 2] holds 10.');
  });
});

it('datasetFromArrays hands on weights and further inputs', async () => {
  const [, second] = await readAll(datasetFromArrays(arrays));
  expect(second).toEqual({
    x: Uint8Array.of(1, 1),
    xShape: [2],
    y: 1,
    sampleWeight: 0.5,
    additionalInputs: [{ x: Float32Array.of(10), xShape: [1] }],
  });
});

it('inputBatches cuts inputs without labels', async () => {
  const { x, xShape } = arrays;
  expect(await readAll(inputBatches({ x, xShape }, 4))).toEqual([
    { x: Uint8Array.of(0, 0, 1, 1, 2, 2, 3, 3), xShape: [4, 2] },
    { x: Uint8Array.of(4, 4), xShape: [1, 2] },
  ]);
});
