import { DisposedError } from '../../errors.ts';
import { commandTimes } from '../command-times.ts';
import type { CommandTime, Plan, PlanStats } from '../device.ts';
import { fuseCalls } from '../fusion.ts';
import { Holdings } from '../holdings.ts';
import { placeBuffers } from '../liveness.ts';
import type { OpCall } from '../op.ts';
import { planStats } from '../plan-stats.ts';
import type { Program } from '../program.ts';
import { showShape, type TensorSpec } from '../shape.ts';
import { releaseWhenForgotten, type Storage } from '../storage.ts';
import { Tensor } from '../tensor.ts';
import { callAddress, callListBytes, writeCallList } from './call-list.ts';
import { accessOf, type CpuCommand, commandsOf, tensorsOf } from './commands.ts';
import type { CpuDevice } from './cpu-device.ts';
import { addressOf, type Block, type Heap } from './heap.ts';
import type { CpuRuntime } from './runtime.ts';

/** A part of a run: a command that runs loops, or consecutive kernel calls in the list. */
type Part = { readonly loops: OpCall } | { readonly first: number; readonly count: number };

/** A trace as lists of kernel calls in memory; a run goes to the module once per list. */
export class CpuPlan implements Plan {
  readonly stats: PlanStats;
  readonly #device: CpuDevice;
  readonly #runtime: CpuRuntime;
  readonly #commands: readonly CpuCommand[];
  readonly #parts: readonly Part[];
  readonly #list: number;
  readonly #addressOf: (tensor: Tensor) => number;
  readonly #homes: ReadonlyMap<Storage, number>;
  readonly #release: () => void;
  #disposed = false;

  constructor(device: CpuDevice, { calls }: Program, keep: readonly Tensor[], heap: Heap, runtime: CpuRuntime) {
    const held = new Holdings();
    const take = (bytes: number, what: string): Block => {
      const block = heap.take(bytes, what);
      held.add(heap.releaser(block));
      return block;
    };
    try {
      const scratch = (spec: TensorSpec) => new Tensor(device, spec);
      const fused = fuseCalls(calls, keep, (call) => commandsOf(call, scratch).every(({ kernelCall }) => kernelCall));
      const commands = fused.flatMap((call) => commandsOf(call, scratch));
      const used = new Set(commands.flatMap((command) => Object.values(tensorsOf(command)).map((t) => t.storage)));
      for (const storage of used) if (storage.isPlaced) held.retain(storage);
      for (const { storage } of keep) {
        if (storage.isPlaced) continue;
        const block = heap.take(storage.bytes, 'a kept result');
        held.retain(storage.place(block, heap.releaser(block)));
      }
      const { homes, sizes } = placeBuffers(commands.map(accessOf), ({ isPlaced, bytes }) => (isPlaced ? null : bytes));
      const blocks = sizes.map((bytes) => take(bytes, 'a tensor of a step'));
      this.#addressOf = (tensor) => {
        const home = homes.get(tensor.storage);
        return home === undefined ? addressOf(tensor) : blocks[home].address;
      };
      const kernelCalls = commands.flatMap(({ kernelCall }) => kernelCall ?? []);
      this.#list = take(callListBytes(kernelCalls), 'the list of calls').address;
      writeCallList(kernelCalls, this.#list, runtime.memory, (kernel) => runtime.slotOf(kernel), this.#addressOf);
      this.#device = device;
      this.#runtime = runtime;
      this.#commands = commands;
      this.#parts = partsOf(commands);
      this.#homes = homes;
      this.stats = planStats(commands.length, calls, homes, sizes);
    } catch (error) {
      held.release();
      throw error;
    }
    this.#release = releaseWhenForgotten(this, () => held.release());
  }

  run(): void {
    if (this.#disposed) throw new DisposedError('A plan');
    for (const part of this.#parts) this.#run(part);
  }

  async profile(): Promise<readonly CommandTime[]> {
    if (this.#disposed) throw new DisposedError('A plan');
    const origin = performance.now();
    const timed = partsOf(this.#commands, 1).map((part, i) => {
      const command = this.#commands[i] as CpuCommand;
      const begin = performance.now();
      this.#run(part);
      const span = { startMs: begin - origin, ms: performance.now() - begin };
      return { call: command.call, kernel: nameOf(command), tensors: Object.values(tensorsOf(command)), ...span };
    });
    return commandTimes(timed);
  }

  #run(part: Part): void {
    if ('loops' in part) this.#device.runLoops(part.loops, this.#addressOf);
    else this.#runtime.run(callAddress(this.#list, part.first), part.count);
  }

  describe(): string {
    const show = ([name, tensor]: [string, Tensor]) => {
      const home = this.#homes.get(tensor.storage);
      return `${name} ${showShape(tensor.shape)}${home === undefined ? '' : ` @${home}`}`;
    };
    return this.#commands
      .map((command, i) => {
        const tensors = Object.entries(tensorsOf(command)).map(show).join(', ');
        return `${i}\t${nameOf(command)}\t${command.kernelCall?.tasks ?? 1}\t${tensors}`;
      })
      .join('\n');
  }

  dispose(): void {
    this.#disposed = true;
    this.#release();
  }
}

const nameOf = ({ call, kernelCall }: CpuCommand): string => kernelCall?.kernel.name ?? `${call.op.name} (loops)`;

/** Puts up to `most` consecutive kernel calls into one part. */
function partsOf(commands: readonly CpuCommand[], most = Number.POSITIVE_INFINITY): Part[] {
  const parts: Part[] = [];
  let first = 0;
  for (const { call, kernelCall } of commands) {
    const last = parts.at(-1);
    if (kernelCall === null) parts.push({ loops: call });
    else if (last !== undefined && 'count' in last && last.count < most)
      parts[parts.length - 1] = { ...last, count: last.count + 1 };
    else parts.push({ first, count: 1 });
    if (kernelCall !== null) first++;
  }
  return parts;
}
