import type { Batch } from '../data/batch.ts';
import type { CommandTime } from '../engine/device.ts';
import type { Model } from '../nn/models/model.ts';
import { sumOfCommands } from './sum-of-commands.ts';

/** Training steps whose commands were timed one by one. */
export interface StepProfile {
  /** The median of each command's time over the steps. */
  readonly commands: readonly CommandTime[];
  /** The steps with `performance.now()` when each began. */
  readonly runs: readonly { readonly begin: number; readonly commands: readonly CommandTime[] }[];
}

/** What the commands of one kernel take in a step. */
export interface KernelRow {
  readonly kernel: string;
  readonly calls: number;
  readonly ms: number;
  /** Of the device's time in the step, 0 to 1. */
  readonly share: number;
  /** 10⁹ operations a second; 0 where the ops do not say. */
  readonly gflops: number;
  /** 10⁹ bytes a second that the kernel is bound to. */
  readonly gbs: number;
}

/** Trains a compiled model by `steps` more steps on one batch, each command timed by itself; one step before is not timed. */
export async function profileSteps(model: Model, batch: Batch, steps: number): Promise<StepProfile> {
  const { compiled } = model;
  const runs = await compiled.withTotals('train', async (totals) => {
    await compiled.steps.train(batch, totals);
    await compiled.device.throttle(0);
    const runs: { begin: number; commands: readonly CommandTime[] }[] = [];
    for (let i = 0; i < steps; i++) {
      const begin = performance.now();
      runs.push({ begin, commands: (await compiled.steps.profile(batch, totals)).commands });
    }
    return runs;
  });
  const [first] = runs;
  const commands = (first?.commands ?? []).map((command, i) => ({
    ...command,
    ms: median(runs.map((run) => (run.commands[i] as CommandTime).ms)),
  }));
  return { commands, runs };
}

/** A row for each kernel, the one that takes longest first. */
export function kernelRows(commands: readonly CommandTime[]): KernelRow[] {
  const whole = sumOfCommands(commands);
  const groups = new Map<string, CommandTime[]>();
  for (const command of commands) groups.set(command.kernel, [...(groups.get(command.kernel) ?? []), command]);
  const rows = [...groups].map(([kernel, calls]) => {
    const { ms, flops, bytes } = sumOfCommands(calls);
    const rate = (amount: number) => (ms > 0 ? amount / ms / 1e6 : 0);
    return {
      kernel,
      calls: calls.length,
      ms,
      share: whole.ms > 0 ? ms / whole.ms : 0,
      gflops: rate(flops),
      gbs: rate(bytes),
    };
  });
  return rows.sort((a, b) => b.ms - a.ms);
}

/** The middle of several numbers, the lower one of two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}
