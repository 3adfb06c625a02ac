import { describe, expect, it } from 'vitest';
import { trace } from '../../src/engine/program.ts';
import { type Tensor, tensor } from '../../src/engine/tensor.ts';
import type { WebGpuDevice } from '../../src/engine/webgpu/webgpu-device.ts';
import { DisposedError } from '../../src/errors.ts';
import { add, matmul, relu } from '../../src/ops/index.ts';
import { gpu } from '../support/gpu.ts';
import { ownDevices } from '../support/own-device.ts';

const ownDevice = ownDevices();

/** A plan of relu(h + h) `layers` times, with its last tensor. */
async function chain(device: WebGpuDevice, layers: number) {
  let last: Tensor = tensor(device, [2, 2], [1, -1, 2, 0]);
  const program = trace(device, () => {
    for (let i = 0; i < layers; i++) last = relu(add(last, last));
  });
  return { last, plan: await device.prepare(program, [last]) };
}

describe('the profile of a plan on the GPU', () => {
  it('runs the plan once, and tells of each command in order', async () => {
    const device = await gpu();
    const { last, plan } = await chain(device, 3);
    const times = await plan.profile();
    expect(await last.data()).toEqual(Float32Array.of(8, 0, 16, 0));
    expect(times).toHaveLength(plan.stats.dispatches);
    expect(times.map(({ op }) => op)).toEqual(['add', 'relu', 'add', 'relu', 'add', 'relu']);
    expect(times.map(({ bytes }) => bytes)).toEqual([32, 32, 32, 32, 32, 32]);
    const starts = times.map(({ startMs }) => startMs);
    expect(starts[0]).toBe(0);
    expect(starts).toEqual([...starts].sort((a, b) => a - b));
    for (const { ms } of times) expect(ms).toBeGreaterThanOrEqual(0);
    plan.dispose();
    await expect(plan.profile()).rejects.toThrow(DisposedError);
  });

  it('takes more commands than a query set holds', async () => {
    const device = await gpu();
    const { last, plan } = await chain(device, 1100);
    const times = await plan.profile();
    expect(times).toHaveLength(2200);
    expect(times.every(({ ms, startMs }) => Number.isFinite(ms) && Number.isFinite(startMs))).toBe(true);
    expect(await last.data()).toEqual(Float32Array.of(Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY, 0));
  });

  it('sees that a large product takes longer than a small sum', async () => {
    const device = await gpu();
    const a = tensor(device, [256, 256], new Float32Array(256 * 256).fill(1));
    const plan = await device.prepare(trace(device, () => void relu(matmul(a, a))));
    await plan.profile();
    const times = await plan.profile();
    const took = (op: string) => times.filter((time) => time.op === op).reduce((sum, { ms }) => sum + ms, 0);
    expect(took('matmul')).toBeGreaterThan(took('relu'));
  });

  it('goes by the clock where the adapter has no timestamps', async () => {
    const { device, raw } = await ownDevice();
    expect(raw.features.has('timestamp-query')).toBe(false);
    const { last, plan } = await chain(device, 2);
    const times = await plan.profile();
    expect(await last.data()).toEqual(Float32Array.of(4, 0, 8, 0));
    expect(times).toHaveLength(4);
    for (const { ms } of times) expect(ms).toBeGreaterThan(0);
  });
});
