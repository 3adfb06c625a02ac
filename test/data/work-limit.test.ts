import { describe, expect, it } from 'vitest';
import { WorkLimit } from '../../src/data/work-limit.ts';

/** A job that the test ends by hand. */
function heldJob(limit: WorkLimit, weight: number) {
  const state = { started: false, end: () => {} };
  const done = limit.run(weight, () => {
    state.started = true;
    return new Promise<void>((resolve) => {
      state.end = resolve;
    });
  });
  return { state, done };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('WorkLimit', () => {
  it('starts jobs in order while their weights fit', async () => {
    const limit = new WorkLimit(10);
    const [a, b, c] = [heldJob(limit, 6), heldJob(limit, 5), heldJob(limit, 1)];
    await settle();
    expect([a, b, c].map(({ state }) => state.started)).toEqual([true, false, false]);
    a.state.end();
    await a.done;
    await settle();
    expect([b, c].map(({ state }) => state.started)).toEqual([true, true]);
    b.state.end();
    c.state.end();
    await Promise.all([b.done, c.done]);
  });

  it('runs a job that is heavier than the limit alone', async () => {
    const limit = new WorkLimit(10);
    const light = heldJob(limit, 1);
    const heavy = heldJob(limit, 100);
    await settle();
    expect(heavy.state.started).toBe(false);
    light.state.end();
    await settle();
    expect(heavy.state.started).toBe(true);
    heavy.state.end();
    await heavy.done;
  });

  it('passes on results and errors, and goes on after an error', async () => {
    const limit = new WorkLimit(1);
    const failed = limit.run(1, async () => Promise.reject(new Error('job fails')));
    const next = limit.run(1, async () => 'result');
    await expect(failed).rejects.toThrow('job fails');
    expect(await next).toBe('result');
  });
});
