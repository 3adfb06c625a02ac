import { CnnGpuError } from '../../errors.ts';

/** What a thread needs to take part. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** Names of the kernels; thread and main thread put them into their function tables in this order. */
  readonly kernels: readonly string[];
  /** Address of the memory that only this thread uses. */
  readonly scratch: number;
}

/** Starts a thread that runs `threadSource`; the function it returns ends the thread. */
export type SpawnThread = (start: ThreadStart) => () => void;

/** What the CPU device is made of; where it comes from (files, workers) is the caller's business. */
export interface CpuParts {
  /** A module of `wasm/`: a shared one for a shared memory, else a local one. */
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** How many threads compute, the main one included. */
  readonly threads: number;
  /** Needed for more than one thread. */
  readonly spawn?: SpawnThread;
}

/**
 * What a thread runs, as the text of a function's body with `start` of type `ThreadStart` in scope. `work` returns when
 * the device is disposed.
 */
export const threadSource = `
  const { exports } = new WebAssembly.Instance(start.module, { env: { memory: start.memory } });
  const first = exports.table.grow(start.kernels.length);
  start.kernels.forEach((name, i) => exports.table.set(first + i, exports[name]));
  exports.work(start.scratch);
`;

interface Exports {
  readonly table: WebAssembly.Table;
  readonly THREAD_SCRATCH_BYTES: WebAssembly.Global;
  start(scratch: number): void;
  run(calls: number, count: number, helpers: number): void;
  end(): void;
}

/** Functions of the module that are no kernels. */
const SCHEDULER = ['start', 'run', 'work', 'end'];
/** The module's own data lies below. */
const HEAP_START = 65_536;

/** The module's instance on this thread, and the other threads. */
export class CpuRuntime {
  readonly memory: WebAssembly.Memory;
  /** The first address that the runtime does not use itself. */
  readonly heapStart: number;
  readonly #exports: Exports;
  readonly #slots: ReadonlyMap<string, number>;
  readonly #ends: readonly (() => void)[];

  constructor({ module, memory, threads, spawn }: CpuParts) {
    this.memory = memory;
    const kernels = WebAssembly.Module.exports(module)
      .filter(({ name, kind }) => kind === 'function' && !SCHEDULER.includes(name))
      .map(({ name }) => name);
    const instance = new WebAssembly.Instance(module, { env: { memory } });
    this.#exports = instance.exports as unknown as Exports;
    const { table } = this.#exports;
    const first = table.grow(kernels.length);
    for (const [i, name] of kernels.entries()) table.set(first + i, instance.exports[name]);
    this.#slots = new Map(kernels.map((name, i) => [name, first + i]));

    const scratchBytes = this.#exports.THREAD_SCRATCH_BYTES.value as number;
    this.heapStart = HEAP_START + threads * scratchBytes;
    const missing = this.heapStart - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / 65_536));
    const scratchOf = (thread: number) => HEAP_START + thread * scratchBytes;
    this.#exports.start(scratchOf(0));
    const ends: (() => void)[] = [];
    for (let thread = 1; thread < threads && spawn !== undefined; thread++) {
      ends.push(spawn({ module, memory, kernels, scratch: scratchOf(thread) }));
    }
    this.#ends = ends;
  }

  /** A kernel's place in the function table. */
  slotOf(kernel: string): number {
    const slot = this.#slots.get(kernel);
    if (slot === undefined) {
      throw new CnnGpuError('NO_KERNEL', `wasm/ has no kernel "${kernel}". Build it anew: npm run build:wasm`, {
        kernel,
      });
    }
    return slot;
  }

  /** Runs the calls of a list in memory. Returns when all are done. */
  run(calls: number, count: number): void {
    this.#exports.run(calls, count, this.#ends.length);
  }

  dispose(): void {
    this.#exports.end();
    for (const end of this.#ends) end();
  }
}
