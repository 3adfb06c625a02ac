import { expect, it } from 'vitest';
import { traceEvents } from '../../src/benchmarks/trace-events.ts';

const command = { bytes: 64, flops: 128 };
const commands = [
  { ...command, op: 'matmul', kernel: 'matmul', startMs: 0, ms: 0.25 },
  { ...command, op: 'sum', kernel: 'column-sum', startMs: 0.3, ms: 0.5 },
];

it('lays out steps, their parts and kernels in microseconds from the first step on', () => {
  const steps = [
    { begin: 1000, data: 2, issue: 1, device: 0.5 },
    { begin: 1004, data: 0, issue: 0.25, device: 3 },
  ];
  const events = traceEvents('a GPU', steps, { commands, runs: [{ begin: 1010, commands }] });
  const tracks = events.filter(({ ph }) => ph === 'M').map(({ name, pid, tid, args }) => [name, pid, tid, args]);
  expect(tracks).toEqual([
    ['process_name', 1, 0, { name: 'host' }],
    ['thread_name', 1, 1, { name: 'training steps' }],
    ['process_name', 2, 0, { name: 'a GPU' }],
    ['thread_name', 2, 1, { name: 'profiled steps' }],
    // The kernel that takes longest first.
    ['thread_name', 2, 2, { name: 'column-sum' }],
    ['thread_name', 2, 3, { name: 'matmul' }],
  ]);
  const host = { ph: 'X', cat: 'host', pid: 1, tid: 1 };
  const kernel = { ph: 'X', cat: 'kernel', pid: 2, args: command };
  expect(events.filter(({ ph }) => ph === 'X')).toEqual([
    { ...host, name: 'step 1', ts: 0, dur: 3500 },
    { ...host, name: 'wait for data', ts: 0, dur: 2000 },
    { ...host, name: 'issue', ts: 2000, dur: 1000 },
    { ...host, name: 'wait for the device', ts: 3000, dur: 500 },
    { ...host, name: 'step 2', ts: 4000, dur: 3250 },
    { ...host, name: 'wait for data', ts: 4000, dur: 0 },
    { ...host, name: 'issue', ts: 4000, dur: 250 },
    { ...host, name: 'wait for the device', ts: 4250, dur: 3000 },
    { ph: 'X', name: 'profiled step 1', cat: 'step', pid: 2, tid: 1, ts: 10_000, dur: 800 },
    { ...kernel, name: 'matmul', tid: 3, ts: 10_000, dur: 250 },
    { ...kernel, name: 'sum', tid: 2, ts: 10_300, dur: 500 },
  ]);
});

it('shows the first 2000 steps of a long training', () => {
  const steps = Array.from({ length: 2500 }, (_, i) => ({ begin: i, data: 0, issue: 1, device: 0 }));
  const events = traceEvents('a GPU', steps, { commands: [], runs: [] });
  expect(events.filter(({ name }) => name.startsWith('step '))).toHaveLength(2000);
});
