import { describe, expect, it } from 'vitest';
import { DataWait } from '../../src/cli/data-wait.ts';
import type { Run } from '../../src/index.ts';

const run = {} as Run;

describe('DataWait', () => {
  it('sums the waits of an epoch and of all, and tells of how much time', () => {
    const wait = new DataWait();
    wait.onEpochBegin();
    wait.onTrainBatchEnd(0, {}, run, { begin: 0, data: 500, issue: 1500, device: 1000 });
    wait.onTrainBatchEnd(1, {}, run, { begin: 0, data: 250, issue: 1750, device: 0 });
    expect(wait.epochSeconds).toBe(0.75);
    wait.onEpochBegin();
    wait.onTrainBatchEnd(0, {}, run, { begin: 0, data: 125, issue: 875, device: 0 });
    expect(wait.epochSeconds).toBe(0.125);
    expect(wait.seconds).toBe(0.875);
    expect(wait.describe()).toBe('the steps waited 0.9 s of 6.0 s for data');
  });
});
