import { expect, it, vi } from 'vitest';
import { KernelCompileError } from '../../src/errors.ts';
import { matmulBiasOp } from '../../src/ops/index.ts';
import type { Verdict } from '../../src/verification/run-op-table.ts';
import { verify } from '../../src/verification/verify.ts';
import { ownDevices } from '../support/own-device.ts';

const openDevice = ownDevices();

it('verifies every form of an op, names the one that fails, and bars it', async () => {
  const { device } = await openDevice();
  const save = vi.fn(async () => {});
  await device.tune(null, { load: async () => null, save });
  const direct = matmulBiasOp.variants?.['direct'];
  if (direct === undefined) throw new Error('matmulBias has no direct form.');
  const broken = vi.spyOn(direct, 'gpu').mockReturnValue([]);
  const verdicts: Verdict[] = [];
  try {
    for await (const verdict of verify(device, { only: ['matmulBias'] })) verdicts.push(verdict);
  } finally {
    broken.mockRestore();
  }
  const hasSubgroups = device.choice.traits.subgroupSize > 0;
  const first = verdicts.filter(({ name }) => name === 'by hand, relu');
  expect(new Set(first.map(({ form }) => form))).toEqual(
    new Set([
      'simple',
      ...Object.keys(matmulBiasOp.variants ?? {}).filter((form) => hasSubgroups || !form.startsWith('subgroup')),
    ]),
  );
  expect(verdicts.filter(({ passed }) => !passed).map(({ name, form }) => `${name}: ${form}`)).toEqual([
    'by hand, relu: direct',
  ]);
  expect(device.choice.record.refused).toEqual(['matmulBias/direct']);
  expect(save).toHaveBeenCalledExactlyOnceWith({ chosen: {}, refused: ['matmulBias/direct'] });
});

it('takes a form that the adapter refuses for one that fails', async () => {
  const { device } = await openDevice();
  const direct = matmulBiasOp.variants?.['direct'];
  if (direct === undefined) throw new Error('matmulBias has no direct form.');
  const broken = vi.spyOn(direct, 'gpu').mockImplementation(() => {
    throw new KernelCompileError('matmul-direct', ['matmul-direct.wgsl:1:1: error']);
  });
  const failed: Verdict[] = [];
  try {
    for await (const verdict of verify(device, { only: ['matmulBias'] })) if (!verdict.passed) failed.push(verdict);
  } finally {
    broken.mockRestore();
  }
  expect(failed).toHaveLength(1);
  expect(failed[0]).toMatchObject({ form: 'direct', worst: { error: Number.POSITIVE_INFINITY } });
  expect(failed[0]?.refusal).toContain('matmul-direct.wgsl:1:1: error');
  expect(device.choice.record.refused).toEqual(['matmulBias/direct']);
});
