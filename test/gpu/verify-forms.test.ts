import { expect, it, vi } from 'vitest';
import { matmulBiasOp } from '../../src/ops/index.ts';
import type { Verdict } from '../../src/verification/verify.ts';
import { verify } from '../../src/verification/verify.ts';
import { ownDevices } from '../support/own-device.ts';

const openDevice = ownDevices();

it('verifies every form of an op, names the one that fails, and bars it', async () => {
  const { device } = await openDevice();
  const direct = matmulBiasOp.variants?.['direct'];
  if (direct === undefined) throw new Error('matmulBias has no direct form.');
  const broken = vi.spyOn(direct, 'gpu').mockReturnValue([]);
  const verdicts: Verdict[] = [];
  try {
    for await (const verdict of verify(device, { only: ['matmulBias'] })) verdicts.push(verdict);
  } finally {
    broken.mockRestore();
  }
  const first = verdicts.filter(({ name }) => name === 'by hand, relu');
  expect(new Set(first.map(({ form }) => form))).toEqual(
    new Set(['simple', ...Object.keys(matmulBiasOp.variants ?? {})]),
  );
  expect(verdicts.filter(({ passed }) => !passed).map(({ name, form }) => `${name}: ${form}`)).toEqual([
    'by hand, relu: direct',
  ]);
  expect(device.choice.record.refused).toEqual(['matmulBias/direct']);
});
