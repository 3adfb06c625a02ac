import { DisposedError, GpuValidationError } from '../../errors.ts';
import { commandTimes, type Span } from '../command-times.ts';
import type { CommandTime, Plan, PlanStats } from '../device.ts';
import { Holdings } from '../holdings.ts';
import { placeBuffers } from '../liveness.ts';
import type { OpCall } from '../op.ts';
import { planStats } from '../plan-stats.ts';
import { showShape, type TensorSpec } from '../shape.ts';
import { releaseWhenForgotten, type Storage } from '../storage.ts';
import { Tensor } from '../tensor.ts';
import type { BufferPool } from './buffer-pool.ts';
import type { Command, CommandContext } from './commands.ts';
import { commandOf, submit, UniformBlocks, uniformBuffer } from './commands.ts';
import type { Dispatch } from './kernel.ts';
import { commandSpans } from './timestamps.ts';
import { dispatchesOf } from './variant-choice.ts';
import type { WebGpuDevice } from './webgpu-device.ts';

/** A dispatch and the call that it is a part of. */
interface PlannedDispatch extends Dispatch {
  readonly call: OpCall;
}

/** The calls of a trace, and what is left of them after some were fused. */
export interface PlannedCalls {
  readonly traced: readonly OpCall[];
  readonly calls: readonly OpCall[];
}

/** The form that a call runs in. */
export type FormOf = (call: OpCall) => string;

type ContextOf = (bufferOf: (tensor: Tensor) => GPUBuffer) => CommandContext;

/** A trace as a list of commands with bind groups, one uniform buffer and shared buffers: a run is one submission. */
export class WebGpuPlan implements Plan {
  readonly stats: PlanStats;
  readonly #device: WebGpuDevice;
  readonly #gpu: GPUDevice;
  readonly #dispatches: readonly PlannedDispatch[];
  readonly #commands: readonly Command[];
  readonly #homes: ReadonlyMap<Storage, number>;
  readonly #release: () => void;
  #disposed = false;

  private constructor(
    device: WebGpuDevice,
    gpu: GPUDevice,
    dispatches: readonly PlannedDispatch[],
    commands: readonly Command[],
    homes: ReadonlyMap<Storage, number>,
    stats: PlanStats,
    release: () => void,
  ) {
    this.#device = device;
    this.#gpu = gpu;
    this.#dispatches = dispatches;
    this.#commands = commands;
    this.#homes = homes;
    this.stats = stats;
    this.#release = releaseWhenForgotten(this, release);
  }

  /** Chooses the calls' forms, compiles missing kernels side by side, then gives every tensor its place. */
  static async prepare(
    device: WebGpuDevice,
    { traced, calls }: PlannedCalls,
    keep: readonly Tensor[],
    forms: () => Promise<FormOf>,
    pool: BufferPool,
    contextOf: ContextOf,
  ): Promise<WebGpuPlan> {
    // Held from now on: a tensor that is disposed while kernels compile, or later, keeps its memory until the plan is.
    const held = new Holdings();
    for (const storage of storagesOf(calls)) if (storage.isPlaced) held.retain(storage);
    try {
      const formOf = await forms();
      const scratch = (spec: TensorSpec) => new Tensor(device, spec);
      const dispatches = calls.flatMap((call) =>
        dispatchesOf(call, formOf(call), scratch, device.choice.traits).map((dispatch) => ({ ...dispatch, call })),
      );
      await device.compile(dispatches);
      return await WebGpuPlan.#place(device, traced, dispatches, keep, pool, contextOf, held);
    } catch (error) {
      held.release();
      throw error;
    }
  }

  /** Plans and takes the memory, and makes the commands. */
  static async #place(
    device: WebGpuDevice,
    traced: readonly OpCall[],
    dispatches: readonly PlannedDispatch[],
    keep: readonly Tensor[],
    pool: BufferPool,
    contextOf: ContextOf,
    held: Holdings,
  ): Promise<WebGpuPlan> {
    const results = new Set(keep.map(({ storage }) => storage).filter(({ isPlaced }) => !isPlaced));
    const { homes, sizes } = placeBuffers(dispatches.map(accessOf), (storage) =>
      storage.isPlaced || results.has(storage) ? null : storage.bytes,
    );
    const memory = await pool.takeAll([...[...results].map(({ bytes }) => bytes), ...sizes], 'a tensor of a step');
    for (const [i, storage] of [...results].entries()) {
      const buffer = memory[i];
      held.retain(storage.place(buffer, pool.releaser(buffer)));
    }
    const buffers = memory.slice(results.size);
    for (const buffer of buffers) held.add(pool.releaser(buffer));
    const context = contextOf(({ storage }) => {
      const home = homes.get(storage);
      return home === undefined ? (storage.memory as GPUBuffer) : buffers[home];
    });

    const gpu = context.device;
    gpu.pushErrorScope('validation');
    const blocks = new UniformBlocks(gpu);
    const offsets = dispatches.map((dispatch) => blocks.add(dispatch));
    const uniforms = uniformBuffer(gpu, blocks.bytes);
    held.add(() => uniforms.destroy());
    gpu.queue.writeBuffer(uniforms, 0, blocks.pack());
    const commands = dispatches.map((dispatch, i) => commandOf(dispatch, uniforms, offsets[i], context));
    const refusal = gpu.popErrorScope();

    const stats = planStats(dispatches.length, traced, homes, sizes);
    const invalid = await refusal;
    if (invalid !== null) throw new GpuValidationError(invalid.message);
    return new WebGpuPlan(device, gpu, dispatches, commands, homes, stats, () => held.release());
  }

  run(): void {
    if (this.#disposed) throw new DisposedError('A plan');
    this.#device.submitRun(() => submit(this.#gpu, this.#commands, 'plan'));
  }

  async profile(): Promise<readonly CommandTime[]> {
    if (this.#disposed) throw new DisposedError('A plan');
    let timing: Promise<readonly Span[]> = Promise.resolve([]);
    this.#device.submitRun(() => {
      timing = commandSpans(this.#gpu, this.#commands);
    });
    const spans = await timing;
    return commandTimes(
      this.#dispatches.map(({ call, kernel, bindings }, i) => {
        return { call, kernel: kernel.name, tensors: Object.values(bindings), ...(spans[i] as Span) };
      }),
    );
  }

  describe(): string {
    const show = ([name, tensor]: [string, Tensor]) => {
      const home = this.#homes.get(tensor.storage);
      return `${name} ${showShape(tensor.shape)}${home === undefined ? '' : ` @${home}`}`;
    };
    return this.#dispatches
      .map(({ kernel, bindings }, i) => {
        const workgroups = this.#commands[i].workgroups.join('×');
        return `${i}\t${kernel.name}\t${workgroups}\t${Object.entries(bindings).map(show).join(', ')}`;
      })
      .join('\n');
  }

  dispose(): void {
    this.#disposed = true;
    this.#release();
  }
}

/** What a dispatch reads and writes, by storage. */
function accessOf({ kernel, bindings }: Dispatch) {
  const reads: Storage[] = [];
  const writes: Storage[] = [];
  for (const [name, use] of Object.entries(kernel.bindings)) {
    const { storage } = bindings[name];
    if (use !== 'write') reads.push(storage);
    if (use !== 'read') writes.push(storage);
  }
  return { reads, writes };
}

const storagesOf = (calls: readonly OpCall[]): Set<Storage> =>
  new Set(
    calls.flatMap(({ inputs, outputs }) => [...Object.values(inputs), ...Object.values(outputs)].map((t) => t.storage)),
  );
