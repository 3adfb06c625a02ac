import { afterAll, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { openCpuDevice } from '../../src/node/cpu.ts';
import { CaseRun } from '../../src/verification/case-run.ts';
import * as tables from '../../src/verification/cases/index.ts';
import { compare, compareExactly, type Deviation } from '../../src/verification/deviation.ts';
import { cpu } from '../support/cpu.ts';

// The op table on the CPU device: each row's results and gradients against the reference loops, replayed, and on
// another number of threads.

const reference = new ReferenceDevice();
const single = openCpuDevice(1);
// Rows of millions of elements are there for WebGPU's limits; `verify --device cpu` runs them, too.
const rows = Object.values(tables)
  .flat()
  .filter(({ name }) => !name.includes('beyond'))
  .map((kase) => ({ kase, title: `${kase.op.name}: ${kase.name}` }));

const failures = (deviations: readonly Deviation[]) => deviations.filter(({ passed }) => !passed);

afterAll(async () => (await single).dispose());

it.each(rows)(
  '$title',
  async ({ kase }) => {
    const run = new CaseRun(kase);
    const isDifferentiable = Object.keys(kase.op.gradients ?? {}).length > 0;
    const results = async (device: ReferenceDevice | Awaited<ReturnType<typeof cpu>>) =>
      new Map([...(await run.forward(device)), ...(isDifferentiable ? await run.gradients(device) : [])]);

    const actual = await results(await cpu());
    expect(failures(compare(kase, actual, await results(reference)))).toEqual([]);
    const replays = await run.replayed(await cpu(), 2);
    expect(replays.flatMap((replay) => failures(compareExactly(replay, actual)))).toEqual([]);
    const [alone] = await run.replayed(await single, 1);
    expect(failures(compareExactly(alone, actual))).toEqual([]);
  },
  60_000,
);
