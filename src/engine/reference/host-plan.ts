import { DisposedError } from '../../errors.ts';
import { commandTimes } from '../command-times.ts';
import type { CommandTime, Plan, PlanStats } from '../device.ts';
import { placeBuffers } from '../liveness.ts';
import type { OpCall } from '../op.ts';
import type { Program } from '../program.ts';
import type { HostArray, HostTensor } from '../shape.ts';
import { showShape } from '../shape.ts';
import { releaseWhenForgotten, type Storage } from '../storage.ts';
import type { Tensor } from '../tensor.ts';
import { hostArray } from './host-array.ts';
import type { ReferenceDevice } from './reference-device.ts';

/** A trace with host arrays behind its tensors; a run calls the loops in order. */
export class HostPlan implements Plan {
  readonly stats: PlanStats;
  readonly #calls: readonly OpCall[];
  readonly #release: () => void;
  #steps: readonly (() => void)[] | null;

  constructor(device: ReferenceDevice, { calls }: Program, keep: readonly Tensor[]) {
    this.#calls = calls;
    for (const tensor of keep) {
      if (tensor.storage.isPlaced) continue;
      const { array, release } = device.take(tensor, tensor.size);
      tensor.storage.place(array, release);
    }
    // One key per storage and element type: an array of one type cannot serve the other.
    const types = new Map<Storage, Tensor>();
    for (const { inputs, outputs } of calls) {
      for (const tensor of [...Object.values(inputs), ...Object.values(outputs)]) types.set(tensor.storage, tensor);
    }
    const arrays = new Map<Storage, HostArray>();
    const releases: (() => void)[] = [];
    let bytes = 0;
    for (const dtype of ['f32', 'u32'] as const) {
      const planned = (storage: Storage) =>
        storage.isPlaced || types.get(storage)?.dtype !== dtype ? null : storage.bytes;
      const { homes, sizes } = placeBuffers(
        calls.map(({ inputs, outputs }) => ({
          reads: Object.values(inputs).map((t) => t.storage),
          writes: Object.values(outputs).map((t) => t.storage),
        })),
        planned,
      );
      const memory = sizes.map((size) => device.take({ shape: [], dtype }, size / 4));
      for (const [storage, home] of homes) arrays.set(storage, memory[home].array);
      releases.push(...memory.map(({ release }) => release));
      bytes += sizes.reduce((sum, size) => sum + size, 0);
    }
    const hostTensors = (tensors: Readonly<Record<string, Tensor>>): Record<string, HostTensor> =>
      Object.fromEntries(
        Object.entries(tensors).map(([name, t]) => {
          const data = arrays.get(t.storage)?.subarray(0, t.size) ?? hostArray(t);
          return [name, { shape: t.shape, data }];
        }),
      );
    this.#steps = calls.map(({ op, inputs, outputs, attrs }) => {
      const run = device.loops(op);
      const from = hostTensors(inputs);
      const to = hostTensors(outputs);
      return () => run(from, to, attrs);
    });
    const bytesWithoutReuse = [...arrays.keys()].reduce((sum, storage) => sum + storage.bytes, 0);
    this.stats = { dispatches: calls.length, buffers: releases.length, bytes, bytesWithoutReuse };
    this.#release = releaseWhenForgotten(this, () => {
      for (const release of releases) release();
    });
  }

  run(): void {
    if (this.#steps === null) throw new DisposedError('A plan');
    for (const step of this.#steps) step();
  }

  async profile(): Promise<readonly CommandTime[]> {
    if (this.#steps === null) throw new DisposedError('A plan');
    const origin = performance.now();
    const timed = this.#steps.map((step, i) => {
      const call = this.#calls[i] as OpCall;
      const begin = performance.now();
      step();
      const tensors = [...Object.values(call.inputs), ...Object.values(call.outputs)];
      return { call, kernel: call.op.name, tensors, startMs: begin - origin, ms: performance.now() - begin };
    });
    return commandTimes(timed);
  }

  describe(): string {
    const show = (tensors: Readonly<Record<string, Tensor>>) =>
      Object.entries(tensors)
        .map(([name, t]) => `${name} ${showShape(t.shape)}`)
        .join(', ');
    return this.#calls
      .map(({ op, inputs, outputs }, i) => `${i}\t${op.name}\t${show(inputs)} → ${show(outputs)}`)
      .join('\n');
  }

  dispose(): void {
    this.#steps = null;
    this.#release();
  }
}
