import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeClassFolders } from '../support/colored-folders.ts';
import { runCli } from '../support/run-cli.ts';

const quick = ['--device', 'reference', '--seconds', '0.01'];
const step = ['bench', 'step', '--network', 'digits', ...quick];

let folder: string;
const run = (...args: string[]) => runCli(args, folder);
const path = (...parts: string[]) => join(folder, ...parts);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cnn-gpu bench '));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('bench step', () => {
  it('prints one line for programs', async () => {
    const { status, stdout, events } = await run(...step, '--batch-size', '4', '--json', '--save', 'a.json');
    expect(status).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const line = events[0] as Record<string, unknown>;
    expect(Object.keys(line)).toEqual([
      ...['event', 'network', 'device', 'adapter', 'batchSize', 'trainMs', 'predictMs', 'firstStepMs', 'peakBytes'],
    ]);
    expect(line).toMatchObject({ event: 'bench', network: 'digits', device: 'reference', batchSize: 4 });
    for (const figure of ['trainMs', 'predictMs', 'firstStepMs', 'peakBytes']) expect(line[figure]).toBeGreaterThan(0);
    // 13,706 weights, with a gradient and two moments each.
    expect(line['peakBytes']).toBeGreaterThan(13_706 * 4 * 3);
  });

  it('prints a table that names the device, keeps it, and compares', async () => {
    const before = await run(...step, '--save', 'before.json');
    expect(before.status).toBe(0);
    const [device, , titles, row] = before.stdout.split('\n');
    expect(device).toMatch(/^Device: .+ \(reference\)$/);
    expect(titles).toMatch(
      /^network +batch +train ms +min\.\.max +predict ms +min\.\.max +first ms +peak MB +planned$/,
    );
    expect(row).toMatch(/^digits +32( +[\d.,]+){3}/);
    const kept = JSON.parse(await readFile(path('before.json'), 'utf8'));
    expect(kept).toMatchObject({ bench: 'step digits', device: { kind: 'reference' } });
    expect(kept.rows.map(({ name }: { name: string }) => name)).toEqual(
      ['training step', 'prediction', 'first step'].map((what) => `digits, batch 32: ${what}`),
    );

    const after = await run(...step, '--compare', 'before.json', '--save', 'after.json', '--quiet');
    expect(after.status).toBe(0);
    expect(after.stdout).toMatch(/^new \/ old +old ms +new ms +ratio$/m);
    expect(after.stdout).toMatch(/^digits, batch 32: training step( +[\d.,]+){3}$/m);
    expect(after.stderr).toBe('');
  });

  it('tells when results are not of the same device, or are no results', async () => {
    const results = { bench: 'step', device: { kind: 'webgpu', adapter: 'another' }, rows: [] };
    await writeFile(path('other.json'), JSON.stringify(results));
    const other = await run(...step, '--compare', 'other.json', '--save', 'x.json');
    expect(other.stderr).toContain('The results compared with are of another device: another.');
    expect(other.stdout).toContain('The two results have no row in common.');
    await writeFile(path('wrong.json'), '{"rows": 1}');
    const wrong = await run(...step, '--compare', 'wrong.json');
    expect([wrong.status, wrong.stdout]).toEqual([1, '']);
    expect(wrong.stderr).toContain('wrong.json holds no results of cnn-gpu bench.');
    const missing = await run(...step, '--compare', 'missing.json');
    expect([missing.status, missing.stdout]).toEqual([1, '']);
    expect(missing.stderr).toContain('missing.json');
  });
});

it('refuses a network where none is measured', async () => {
  const { status, stderr } = await run('bench', 'kernels', '--network', 'digits');
  expect(status).toBe(2);
  expect(stderr).toContain('--network and --batch-size are for bench step, not for bench kernels.');
});

it('bench replay prints both ways', async () => {
  const { status, stdout } = await run('bench', 'replay', ...quick, '--save', 'replay.json');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^eager( +[\d.,]+){2}/m);
  expect(stdout).toMatch(/^replay( +[\d.,]+){2}/m);
});

it('bench data measures the images of a folder', async () => {
  await writeClassFolders(path('photos'), ['red', 'blue'], 3);
  const options = ['--image-size', '8', '--seconds', '0.01', '--save', 'data.json'];
  const { status, events } = await run('bench', 'data', 'photos', ...options, '--json');
  expect(status).toBe(0);
  const rate = { imagesPerSecond: expect.any(Number), least: expect.any(Number), most: expect.any(Number) };
  const images = { images: 6, imageSize: [8, 8] };
  expect(events).toEqual([
    { event: 'data', name: 'sharp alone', ...rate, ...images },
    { event: 'data', name: 'folder pipeline', ...rate, ...images },
    { event: 'data', name: 'ratio', ratio: expect.any(Number) },
  ]);
  const again = await run('bench', 'data', 'photos', ...options, '--compare', 'data.json');
  expect(again.stdout).toMatch(/^6 images +images\/s +min\.\.max$/m);
  expect(again.stdout).toMatch(/^The pipeline to 8x8 keeps [\d.]+ % of the rate of sharp alone\.$/m);
  expect(again.stdout).toMatch(/^sharp alone( +[\d.,]+){3}$/m);
});

it('refuses a folder where no images are read', async () => {
  const { status, stderr } = await run('bench', 'step', 'photos');
  expect(status).toBe(2);
  expect(stderr).toContain('A folder and --image-size are for bench data, not for bench step.');
});
