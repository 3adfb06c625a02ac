import type { CommandTime } from './device.ts';
import type { OpCall } from './op.ts';
import type { Tensor } from './tensor.ts';

/** When a command ran, in milliseconds; the first of its list began at 0. */
export interface Span {
  readonly startMs: number;
  readonly ms: number;
}

/** A command that was timed, with the call that issued it and the tensors that it is bound to. */
export interface TimedCommand extends Span {
  readonly call: OpCall;
  readonly kernel: string;
  readonly tensors: readonly Tensor[];
}

/** What a profile tells of each command. A call's arithmetic is counted to the longest of its commands. */
export function commandTimes(commands: readonly TimedCommand[]): CommandTime[] {
  const longest = new Map<OpCall, TimedCommand>();
  for (const command of commands) {
    const other = longest.get(command.call);
    if (other === undefined || command.ms > other.ms) longest.set(command.call, command);
  }
  return commands.map((command) => {
    const { call, kernel, tensors, startMs, ms } = command;
    const storages = new Set(tensors.map(({ storage }) => storage));
    const bytes = [...storages].reduce((sum, storage) => sum + storage.bytes, 0);
    const { op, inputs, outputs, attrs } = call;
    const flops = longest.get(call) === command ? (op.flops?.(inputs, outputs, attrs) ?? 0) : 0;
    return { op: op.name, kernel, startMs, ms, bytes, flops };
  });
}
