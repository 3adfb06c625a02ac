import { expect, it } from 'vitest';
import { latest } from '../../src/trainer/views/latest.ts';

it('does one thing at a time, and of those that waited the last', async () => {
  const done: number[] = [];
  const ends: (() => void)[] = [];
  const work = latest<number>(async (value) => {
    await new Promise<void>((end) => ends.push(end));
    done.push(value);
  });
  work(1);
  work(2);
  work(3);
  expect(ends.length).toBe(1);
  ends[0]?.();
  await new Promise((turn) => setImmediate(turn));
  ends[1]?.();
  await new Promise((turn) => setImmediate(turn));
  expect(done).toEqual([1, 3]);
  expect(ends.length).toBe(2);
});
