import { afterAll, describe, expect, it } from 'vitest';
import type { AnyOp } from '../../src/engine/op.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { sizeOf } from '../../src/engine/shape.ts';
import { type Arrays, CaseRun } from '../../src/verification/case-run.ts';
import * as tables from '../../src/verification/cases/index.ts';
import { compare, compareExactly, type Deviation } from '../../src/verification/deviation.ts';
import { formsOf, replayedIn } from '../../src/verification/forms.ts';
import { checkGradients } from '../support/check-gradients.ts';
import { gpu } from '../support/gpu.ts';

// The op table: each row becomes up to eight tests.

const reference = new ReferenceDevice();
const rows = Object.values(tables)
  .flat()
  .map((kase) => ({ kase, title: `${kase.op.name}: ${kase.name}` }));

/** Whether an op, or the one of its gradient, has kernels in several forms. */
const hasForms = ({ name, variants }: AnyOp): boolean => variants !== undefined || name === 'maxPool2d';

const failures = (deviations: readonly Deviation[]) => deviations.filter(({ passed }) => !passed);

describe.each(rows)('$title', ({ kase }) => {
  let made: CaseRun | null = null;
  const run = () => {
    made ??= new CaseRun(kase);
    return made;
  };
  afterAll(() => {
    made = null;
  });

  const isDifferentiable = Object.keys(kase.op.gradients ?? {}).length > 0;

  it('gives on the GPU what the reference loops give', async () => {
    const expected = await run().forward(reference);
    expect(failures(compare(kase, await run().forward(await gpu()), expected))).toEqual([]);
  });

  it('gives the same when its dispatches are folded, forward and backward', async () => {
    const device = await gpu();
    const limit = device.maxWorkgroupsPerDimension;
    const isFoldedAnyway = Object.values(run().specs).some(({ shape }) => sizeOf(shape) > 64 * limit);
    if (isFoldedAnyway) return;
    const gradients = isDifferentiable ? await run().gradients(reference) : [];
    const expected = new Map([...(await run().forward(reference)), ...gradients]);
    device.maxWorkgroupsPerDimension = 3;
    try {
      const [folded] = await run().replayed(device, 1);
      expect(failures(compare(kase, folded, expected))).toEqual([]);
    } finally {
      device.maxWorkgroupsPerDimension = limit;
    }
  });

  if (hasForms(kase.op)) {
    it('gives the same in all forms of its kernels, folded and not', async () => {
      const device = await gpu();
      const limit = device.maxWorkgroupsPerDimension;
      const gradients = isDifferentiable ? await run().gradients(reference) : [];
      const expected = new Map([...(await run().forward(reference)), ...gradients]);
      const wrong: string[] = [];
      for (const form of formsOf(run(), device)) {
        const results = await replayedIn(form, run(), device, 2);
        device.maxWorkgroupsPerDimension = 3;
        try {
          results.push(...(await replayedIn(form, run(), device, 1)));
        } finally {
          device.maxWorkgroupsPerDimension = limit;
        }
        const [first, ...others] = results as [Arrays, ...Arrays[]];
        if (failures(compare(kase, first, expected)).length > 0) wrong.push(`${form} is off`);
        if (others.some((other) => failures(compareExactly(other, first)).length > 0)) wrong.push(`${form} varies`);
      }
      expect(wrong).toEqual([]);
    });
  }

  if (kase.expected !== undefined) {
    it('gives the answers worked by hand', async () => {
      const byHand = new Map(
        Object.entries(kase.expected ?? {}).map(([name, numbers]) => [name, Float64Array.from(numbers)]),
      );
      expect(failures(compare(kase, await run().forward(reference), byHand))).toEqual([]);
      expect(failures(compare(kase, await run().forward(await gpu()), byHand))).toEqual([]);
    });
  }

  if (isDifferentiable) {
    it('has reference gradients equal to central differences', async () => {
      expect(failures(await checkGradients(run()))).toEqual([]);
    });

    it('gives on the GPU the gradients that the reference loops give', async () => {
      const expected = await run().gradients(reference);
      expect(failures(compare(kase, await run().gradients(await gpu()), expected))).toEqual([]);
    });
  }

  it('gives as many elements of the kind that its shape rule says', async () => {
    const arrays = await run().forward(await gpu());
    for (const [name, { shape, dtype }] of Object.entries(run().specs)) {
      expect(arrays.get(name)?.length).toBe(sizeOf(shape));
      expect(arrays.get(name)).toBeInstanceOf(dtype === 'u32' ? Uint32Array : Float32Array);
    }
  });

  it('gives the same bits traced and replayed twice', async () => {
    const device = await gpu();
    const eager = new Map([
      ...(await run().forward(device)),
      ...(isDifferentiable ? await run().gradients(device) : []),
    ]);
    const replays = await run().replayed(device, 2);
    expect(replays.flatMap((replay) => failures(compareExactly(replay, eager)))).toEqual([]);
  });
});
