import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import * as tables from '../../src/verification/cases/index.ts';
import { checkGradients, compare, compareExactly, type Deviation, forward, gradients, replayed } from '../../src/verification/check.ts';
import { gpu } from '../support/gpu.ts';

const reference = new ReferenceDevice();
const cases = Object.values(tables).flat();

const failures = (deviations: readonly Deviation[]) => deviations.filter(({ passed }) => !passed);

describe.each(cases.map((kase) => ({ kase, title: `${kase.op.name}: ${kase.name}` })))('$title', ({ kase }) => {
  const hasGradients = Object.keys(kase.op.gradients ?? {}).length > 0;

  it('gives on the GPU what the reference loops give, also when every dispatch is folded', async () => {
    const device = await gpu();
    const expected = await forward(kase, reference);
    expect(failures(compare(kase, await forward(kase, device), expected))).toEqual([]);
    const limit = device.maxWorkgroupsPerDimension;
    device.maxWorkgroupsPerDimension = Math.min(3, limit);
    try {
      const isLarge = [...expected.values()].some(({ length }) => length > 64 * limit);
      if (!isLarge) expect(failures(compare(kase, await forward(kase, device), expected))).toEqual([]);
    } finally {
      device.maxWorkgroupsPerDimension = limit;
    }
  });

  if (kase.expected !== undefined) {
    it('gives the answers worked by hand', async () => {
      const byHand = new Map(Object.entries(kase.expected ?? {}).map(([name, numbers]) => [name, Float32Array.from(numbers)]));
      expect(failures(compare(kase, await forward(kase, reference), byHand))).toEqual([]);
      expect(failures(compare(kase, await forward(kase, await gpu()), byHand))).toEqual([]);
    });
  }

  if (hasGradients) {
    it('has reference gradients equal to central differences', async () => {
      expect(failures(await checkGradients(kase))).toEqual([]);
    });

    it('gives on the GPU the gradients that the reference loops give', async () => {
      expect(failures(compare(kase, await gradients(kase, await gpu()), await gradients(kase, reference)))).toEqual([]);
    });
  }

  it('gives as many elements as its shape rule says', async () => {
    const device = await gpu();
    const { hostInputs } = await import('../../src/verification/check.ts');
    const inputs = Object.fromEntries(hostInputs(kase));
    const specs = kase.op.outputs(inputs, kase.attrs) as Record<string, { shape: number[]; dtype: string }>;
    const arrays = await forward(kase, device);
    for (const [name, { shape, dtype }] of Object.entries(specs)) {
      expect(arrays.get(name)?.length).toBe(shape.reduce((product, size) => product * size, 1));
      expect(arrays.get(name)).toBeInstanceOf(dtype === 'u32' ? Uint32Array : Float32Array);
    }
  });

  it('gives the same bits traced and replayed twice', async () => {
    const device = await gpu();
    const eager = new Map([...(await forward(kase, device)), ...(hasGradients ? await gradients(kase, device) : [])]);
    expect(failures(compareExactly(await replayed(kase, device, 2), eager))).toEqual([]);
  });
});
