import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

const run = (...args: string[]) => runCli(args, tmpdir());

describe('devices', () => {
  it('lists the three kinds and what auto takes', async () => {
    const { status, events } = await run('devices', '--json');
    expect(status).toBe(0);
    expect(events.map(({ event, kind }) => kind ?? event)).toEqual(['webgpu', 'cpu', 'reference', 'end']);
    const [webgpu] = events;
    expect(webgpu?.['adapter']).toEqual(expect.any(String));
    expect(events[3]?.['auto']).toBe(webgpu?.['software'] === false ? 'webgpu' : 'cpu');
  });

  it('numbers the GPUs, and takes one by its number', async () => {
    const { events } = await run('devices', '--json');
    expect(events[0]?.['device']).toBe(0);
    const first = await run('verify', '--op', 'relu', '--device', '0', '--json');
    expect(first.status).toBe(0);
    expect(first.events.at(-1)).toMatchObject({ adapter: events[0]?.['adapter'] });
    const none = await run('verify', '--op', 'relu', '--device', '99');
    expect(none.status).toBe(1);
    expect(none.stderr).toContain(`There is no WebGPU adapter 99: 0 is "${events[0]?.['adapter']}"`);
  });

  it('marks the one that auto takes for people', async () => {
    const { status, stdout } = await run('devices');
    expect(status).toBe(0);
    expect(stdout.match(/^\* (webgpu|cpu) /gm)).toHaveLength(1);
  });
});

describe('verify', () => {
  it('checks ops on the WebGPU adapter', async () => {
    const { status, events } = await run('verify', '--op', 'relu', 'negate', '--json');
    expect(status).toBe(0);
    const cases = events.slice(0, -1);
    expect(new Set(cases.map(({ op }) => op))).toEqual(new Set(['relu', 'negate']));
    for (const { worst, ...verdict } of cases) {
      expect(verdict).toMatchObject({ event: 'case', name: expect.any(String), passed: true });
      expect(worst).toMatchObject({
        what: expect.any(String),
        error: expect.any(Number),
        tolerance: expect.any(Number),
      });
    }
    expect(events.at(-1)).toEqual({ event: 'end', passed: cases.length, failed: 0, adapter: expect.any(String) });
  });

  it('prints a line for each op', async () => {
    const { status, stdout } = await run('verify', '--device', 'cpu', '--threads', '2', '--op', 'add');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^op +cases +error +tolerance$/m);
    expect(stdout).toMatch(/^add +\d+ +\S+ +\S+ +pass$/m);
    expect(stdout).toMatch(/^\d+ cases passed, 0 failed on .+ \(WebAssembly SIMD.*, 2 threads\)$/m);
  });
});
