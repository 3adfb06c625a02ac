import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { Batch } from '../../src/data/batch.ts';
import { Dataset } from '../../src/data/dataset.ts';
import { readAll } from '../support/read-all.ts';

const batch = (level: number): Batch => ({
  x: Uint8Array.of(level, 2 * level),
  xShape: [2, 1],
  y: Uint32Array.of(0, 1),
  yShape: [2],
});

const elementSpec = { x: { shape: [2, 1], dtype: 'u8' }, y: { shape: [2], dtype: 'u32' } };
const batches = Dataset.from([batch(51), batch(102)], { elementSpec });

describe('a printed dataset', () => {
  it('shows what is known', () => {
    expect(String(batches)).toBe('<Dataset of 2 items x: [2, 1] u8, y: [2] u32>');
    expect(inspect(batches)).toBe(String(batches));
    expect(String(Dataset.from([1, 2, 3]))).toBe('<Dataset of 3 items>');
    expect(String(Dataset.from(() => [1]))).toBe('<Dataset>');
    expect(String(batches.repeat())).toBe('<Dataset without end x: [2, 1] u8, y: [2] u32>');
  });

  it('shows it through the methods that leave items as they are', () => {
    for (const same of [
      batches.shuffle(2, 1),
      batches.cache(),
      batches.prefetch(1),
      batches.take(2),
      batches.skip(0),
    ]) {
      expect(same.elementSpec).toBe(elementSpec);
    }
    expect(String(batches.batch(2))).toBe('<Dataset of 1 items>');
    expect(String(batches.map(String))).toBe('<Dataset of 2 items>');
  });
});

describe('map over batches', () => {
  it('divides pixels by 255, several batches at once, in order', async () => {
    const scaled = batches.map(({ x, ...rest }) => ({ ...rest, x: Float32Array.from(x, (value) => value / 255) }), {
      parallel: 2,
      elementSpec: { ...elementSpec, x: { shape: [2, 1], dtype: 'f32' } },
    });
    expect(String(scaled)).toBe('<Dataset of 2 items x: [2, 1] f32, y: [2] u32>');
    const [first, second] = await readAll(scaled);
    expect([first?.x, second?.x]).toEqual([Float32Array.of(0.2, 0.4), Float32Array.of(0.4, 0.8)]);
    expect(first?.y).toEqual(Uint32Array.of(0, 1));
  });
});
