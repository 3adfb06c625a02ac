import { expect, it } from 'vitest';
import { kernelRows, median, profileSteps } from '../../src/benchmarks/step-profile.ts';
import { TrainingTimeline } from '../../src/benchmarks/training-timeline.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import type { Run } from '../../src/nn/callbacks/callback.ts';
import { compileSmall, smallData, smallModel } from '../support/small-model.ts';

it('sums the commands of each kernel, the longest first', () => {
  const command = { op: 'any', startMs: 0 };
  const rows = kernelRows([
    { ...command, kernel: 'matmul', ms: 1, flops: 3e9, bytes: 4e6 },
    { ...command, kernel: 'copy', ms: 6, flops: 0, bytes: 3e9 },
    { ...command, kernel: 'matmul', ms: 1, flops: 1e9, bytes: 4e6 },
  ]);
  expect(rows).toEqual([
    { kernel: 'copy', calls: 1, ms: 6, share: 0.75, gflops: 0, gbs: 500 },
    { kernel: 'matmul', calls: 2, ms: 2, share: 0.25, gflops: 2000, gbs: 4 },
  ]);
});

it('gives no rates where the clock saw no time pass', () => {
  const rows = kernelRows([{ op: 'fill', kernel: 'fill', startMs: 0, ms: 0, flops: 1, bytes: 1 }]);
  expect(rows).toEqual([{ kernel: 'fill', calls: 1, ms: 0, share: 0, gflops: 0, gbs: 0 }]);
});

it('takes the middle, and the lower one of two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1])).toBe(1);
  expect(median([])).toBeNaN();
});

it('profiles several steps of a model and gives the median of each command', async () => {
  const model = compileSmall(smallModel(), new ReferenceDevice());
  for await (const batch of smallData().take(1)) {
    const { commands, runs } = await profileSteps(model, batch, 3);
    expect(runs).toHaveLength(3);
    for (const [i, { ms, kernel }] of commands.entries()) {
      expect(ms).toBe(median(runs.map((run) => run.commands[i]?.ms as number)));
      expect(runs.map((run) => run.commands[i]?.kernel)).toEqual([kernel, kernel, kernel]);
    }
  }
  expect(model.compiled.step).toBe(4);
});

it('tells where the time of steps went, without that of the first', () => {
  const timeline = new TrainingTimeline();
  const run = undefined as unknown as Run;
  timeline.onTrainBatchEnd(0, {}, run, { begin: 0, data: 50, issue: 900, device: 9 });
  timeline.onTrainBatchEnd(1, {}, run, { begin: 1000, data: 2, issue: 3, device: 4 });
  timeline.onTrainBatchEnd(2, {}, run, { begin: 1010, data: 1, issue: 5, device: 7 });
  timeline.onTrainBatchEnd(3, {}, run, { begin: 1030, data: 9, issue: 4, device: 5 });
  expect(timeline.summary).toEqual({ steps: 4, step: 13, data: 2, issue: 4, device: 5, dataSum: 62 });
});
