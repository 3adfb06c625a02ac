import { describe, expect, it } from 'vitest';
import { batchSamples, type Sample, stackBatch, stackInputs, stackSamples } from '../../src/data/batch.ts';
import { Dataset } from '../../src/data/dataset.ts';
import { DataError } from '../../src/errors.ts';

const sample = (value: number, y: Sample['y']): Sample => ({
  x: Float32Array.of(value, value + 0.5),
  xShape: [2, 1],
  y,
});

describe('batchSamples', () => {
  it('gives class indices as unsigned integers', async () => {
    const dataset = batchSamples(Dataset.from([sample(1, 0), sample(2, 1), sample(3, 2)]), 2);
    expect(dataset.length).toBe(2);
    const batches = [];
    for await (const batch of dataset) batches.push(batch);
    expect(batches).toEqual([
      { x: Float32Array.of(1, 1.5, 2, 2.5), xShape: [2, 2, 1], y: Uint32Array.of(0, 1), yShape: [2] },
      { x: Float32Array.of(3, 3.5), xShape: [1, 2, 1], y: Uint32Array.of(2), yShape: [1] },
    ]);
  });

  it('drops the remainder when asked to', async () => {
    const dataset = batchSamples(Dataset.from([sample(1, 0), sample(2, 1), sample(3, 2)]), 2, { dropRemainder: true });
    const shapes = [];
    for await (const batch of dataset) shapes.push(batch.xShape);
    expect(shapes).toEqual([[2, 2, 1]]);
  });

  it('batches inputs without labels', async () => {
    const inputs = [1, 2].map((value) => ({ x: Uint8Array.of(value), xShape: [1] }));
    for await (const batch of batchSamples(Dataset.from(inputs), 5)) {
      expect(batch).toEqual({ x: Uint8Array.of(1, 2), xShape: [2, 1] });
    }
  });
});

describe('stackBatch', () => {
  it('takes over the room in which floats already lie, and adds the bytes', () => {
    const room = Float32Array.of(0, 0, 2.5, 3.5);
    const inputs = [
      { x: Uint8Array.of(7, 8), xShape: [2] },
      { x: room.subarray(2), xShape: [2] },
    ];
    const batch = stackBatch(inputs, room);
    expect(batch).toEqual({ x: Float32Array.of(7, 8, 2.5, 3.5), xShape: [2, 2] });
    expect(batch.x).toBe(room);
  });

  it('gives labels to samples', () => {
    expect(stackBatch([sample(1, 4)])).toEqual(stackSamples([sample(1, 4)]));
  });
});

describe('stackSamples', () => {
  it('keeps one-hot rows and binary labels as floats', () => {
    const oneHot = stackSamples([sample(1, Float32Array.of(0, 1)), sample(2, Float32Array.of(1, 0))]);
    expect(oneHot.y).toEqual(Float32Array.of(0, 1, 1, 0));
    expect(oneHot.yShape).toEqual([2, 2]);
    const binary = stackSamples([sample(1, Float32Array.of(1))]);
    expect(binary.y).toEqual(Float32Array.of(1));
    expect(binary.yShape).toEqual([1, 1]);
  });

  it('keeps the shape of larger targets', () => {
    const target = { ...sample(1, Float32Array.of(1, 2, 3, 4)), yShape: [2, 2] };
    expect(stackSamples([target, target]).yShape).toEqual([2, 2, 2]);
  });

  it('keeps bytes, and widens them beside floats', () => {
    const bytes = { x: Uint8Array.of(0, 255), xShape: [2], y: 3 };
    const floats = { x: Float32Array.of(0.5, 1), xShape: [2], y: 4 };
    expect(stackSamples([bytes, bytes]).x).toEqual(Uint8Array.of(0, 255, 0, 255));
    expect(stackSamples([bytes, floats]).x).toEqual(Float32Array.of(0, 255, 0.5, 1));
    expect(stackSamples([floats, bytes]).x).toEqual(Float32Array.of(0.5, 1, 0, 255));
  });

  it('refuses samples that differ', () => {
    const wide = { x: new Float32Array(3), xShape: [3, 1], y: 0 };
    expect(() => stackSamples([sample(1, 0), wide])).toThrow(DataError);
    expect(() => stackSamples([sample(1, 0), wide])).toThrow(
      'Sample 1 of a batch has x of shape [3, 1] with 3 elements',
    );
    expect(() => stackSamples([sample(1, 0), { ...sample(1, 0), xShape: [1, 2] }])).toThrow('x of shape [1, 2]');
    expect(() => stackSamples([sample(1, 0), sample(2, Float32Array.of(1))])).toThrow('mixes class indices');
    expect(() => stackSamples([sample(1, Float32Array.of(1)), sample(2, Float32Array.of(1, 2))])).toThrow(
      'y of shape [2]',
    );
  });

  it.each([-1, 0.5, Number.NaN])('refuses the class index %s', (label) => {
    expect(() => stackSamples([sample(1, label)])).toThrow(`A sample has the label ${label}`);
  });

  it('refuses an empty batch', () => {
    expect(() => stackInputs([])).toThrow(DataError);
  });
});

describe('weights and further inputs', () => {
  it('stacks what each sample counts', () => {
    const weighted = [sample(1, 0), sample(2, 1)].map((one, i) => ({ ...one, sampleWeight: i + 0.5 }));
    expect(stackSamples(weighted).sampleWeights).toEqual(Float32Array.of(0.5, 1.5));
    expect(stackSamples([sample(1, 0)])).not.toHaveProperty('sampleWeights');
  });

  it('refuses a batch in which some samples have a weight, and weights that are no numbers', () => {
    const weighted = { ...sample(1, 0), sampleWeight: 1 };
    expect(() => stackSamples([weighted, sample(1, 0)])).toThrow(
      'Sample 1 of a batch has the sampleWeight undefined; all samples of a batch have numbers of at least 0, or none',
    );
    expect(() => stackSamples([{ ...weighted, sampleWeight: -1 }])).toThrow('has the sampleWeight -1');
  });

  it('stacks further inputs, each by itself', () => {
    const two = (a: number): Sample => ({
      ...sample(a, 0),
      additionalInputs: [{ x: Uint8Array.of(a), xShape: [1] }],
    });
    expect(stackSamples([two(1), two(2)]).additionalInputs).toEqual([{ x: Uint8Array.of(1, 2), xShape: [2, 1] }]);
    expect(() => stackSamples([two(1), sample(2, 0)])).toThrow(
      'Sample 1 of a batch has 0 additional inputs; the first sample has 1.',
    );
  });
});
