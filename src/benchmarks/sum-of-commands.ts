import type { CommandTime } from '../engine/device.ts';

/** What several commands take together. */
export interface CommandSum {
  readonly ms: number;
  readonly flops: number;
  readonly bytes: number;
}

/** Adds up the times, arithmetic and memory of commands. */
export function sumOfCommands(commands: readonly CommandTime[]): CommandSum {
  const sum = { ms: 0, flops: 0, bytes: 0 };
  for (const { ms, flops, bytes } of commands) {
    sum.ms += ms;
    sum.flops += flops;
    sum.bytes += bytes;
  }
  return sum;
}
