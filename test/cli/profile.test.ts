import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const train = ['train', '--device', 'reference', '--epochs', '1', '--quiet'];

let folder: string;
const run = (...args: string[]) => runCli(args, folder);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cnn-gpu profile '));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

interface SpanEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
}

it('prints a table of the kernels and writes a trace that viewers open', async () => {
  const { status, stdout } = await run(...train, '--profile', '--out', 'run');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Device: .+\nAt best: .+ GFLOP\/s \(a big matrix product\), .+ GB\/s \(a big copy\)$/m);
  expect(stdout).toMatch(/^kernel +calls +ms +share +GFLOP\/s +of best +GB\/s +of best$/m);
  expect(stdout).toMatch(/^conv2d.+( +[\d.,]+){2} +[\d.]+ %( +[\d.,]+ +[\d.]+ %){2}$/m);
  expect(stdout).toMatch(/^A step of the training took .+ ms: .+ ms waiting for data, .+ ms computing it,$/m);
  const table = stdout.split('\n').filter((line) => line.endsWith(' %'));
  expect(Math.max(...table.map((line) => line.length))).toBeLessThanOrEqual(100);

  const trace = JSON.parse(await readFile(join(folder, 'run', 'trace.json'), 'utf8'));
  const spans: SpanEvent[] = trace.traceEvents.filter(({ ph }: SpanEvent) => ph === 'X');
  for (const { name, pid, tid, ts, dur } of spans) {
    expect(typeof name).toBe('string');
    expect([Number.isInteger(pid), Number.isInteger(tid)]).toEqual([true, true]);
    expect(ts).toBeGreaterThanOrEqual(0);
    expect(dur).toBeGreaterThanOrEqual(0);
  }
  // 1,298 images in batches of 32.
  expect(spans.filter(({ name }) => name.startsWith('step '))).toHaveLength(41);
  expect(spans.filter(({ name }) => name.startsWith('profiled step '))).toHaveLength(5);
  expect(spans.filter(({ name }) => name === 'conv2dGradInput')).toHaveLength(5);
});

it('tells programs the same, and takes a file for the trace', async () => {
  const { status, events } = await run(...train, '--profile', 'here.json', '--out', 'other', '--json');
  expect(status).toBe(0);
  expect(events.map(({ event }) => event)).toEqual(['start', 'epoch', 'profile', 'end']);
  const figure = expect.any(Number);
  const rows = events[2]?.['kernels'] as readonly Record<string, unknown>[];
  for (const row of rows) {
    expect(row).toEqual({
      kernel: expect.any(String),
      calls: figure,
      ms: figure,
      share: figure,
      gflops: figure,
      gbs: figure,
    });
  }
  expect(rows.reduce((sum, { share }) => sum + (share as number), 0)).toBeCloseTo(1);
  expect(events[2]).toMatchObject({
    device: { kind: 'reference' },
    ceilings: { copyGBs: figure, productGFlops: figure },
    host: { steps: 41, step: figure, data: figure, issue: figure, device: figure, dataSum: figure },
    trace: 'here.json',
  });
  expect(JSON.parse(await readFile(join(folder, 'here.json'), 'utf8'))).toHaveProperty('traceEvents');
});
