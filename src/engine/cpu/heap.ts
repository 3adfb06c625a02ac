import { GpuOutOfMemoryError } from '../../errors.ts';
import type { DeviceMemory } from '../device.ts';
import type { Tensor } from '../tensor.ts';

/** A range of the one memory. */
export interface Block {
  readonly address: number;
  readonly bytes: number;
}

/** Where the elements of a tensor of the CPU device begin in the memory. */
export const addressOf = ({ storage }: Tensor): number => (storage.memory as Block).address + storage.byteOffset;

const PAGE = 65_536;
/** Blocks begin at multiples of a cache line, so threads that write neighboring tensors do not disturb each other. */
const LINE = 64;
/** The memory grows by at least this many pages at a time: 16 MiB. */
const GROWTH = 256;
/** Kernels may read a little beyond a tensor's end, also the last one's. */
const SLACK = LINE;

/** Hands out ranges of a `WebAssembly.Memory`: the smallest free one that fits, else new memory at the end. */
export class Heap {
  readonly #memory: WebAssembly.Memory;
  /** Free ranges by address; neighbors are merged. */
  readonly #free: { address: number; bytes: number }[] = [];
  readonly #counts = { buffers: 0, bytes: 0 };
  /** Everything from here on was never handed out. */
  #top: number;

  /** @param from the first address to hand out; what lies below belongs to the module. */
  constructor(memory: WebAssembly.Memory, from: number) {
    this.#memory = memory;
    this.#top = roundUp(from, LINE);
  }

  get memory(): DeviceMemory {
    return { ...this.#counts };
  }

  /** Takes memory with undefined contents. Throws `GpuOutOfMemoryError` when there is no more; `what` is for its message. */
  take(bytes: number, what: string): Block {
    const size = roundUp(Math.max(bytes, 1), LINE);
    const address = this.#takeFree(size) ?? this.#takeNew(size, what);
    this.#counts.buffers++;
    this.#counts.bytes += size;
    return { address, bytes: size };
  }

  /** Takes memory as `take` does; the function gives it back. */
  releaser(block: Block): () => void {
    return () => this.#give(block);
  }

  #takeFree(size: number): number | null {
    let best = -1;
    for (const [i, { bytes }] of this.#free.entries()) {
      if (bytes >= size && (best < 0 || bytes < this.#free[best].bytes)) best = i;
    }
    if (best < 0) return null;
    const range = this.#free[best];
    const { address } = range;
    range.address += size;
    range.bytes -= size;
    if (range.bytes === 0) this.#free.splice(best, 1);
    return address;
  }

  #takeNew(size: number, what: string): number {
    const address = this.#top;
    const missing = Math.ceil((address + size + SLACK - this.#memory.buffer.byteLength) / PAGE);
    if (missing > 0 && !this.#grow(Math.max(missing, GROWTH)) && !this.#grow(missing)) {
      throw new GpuOutOfMemoryError(
        `There is no memory for ${what} of ${size} bytes: ${this.#counts.bytes} bytes are taken, and the CPU device can have no more. Use a smaller batch or smaller images.`,
        { bytes: size, taken: this.#counts.bytes },
      );
    }
    this.#top = address + size;
    return address;
  }

  #grow(pages: number): boolean {
    try {
      this.#memory.grow(pages);
      return true;
    } catch {
      return false;
    }
  }

  #give({ address, bytes }: Block): void {
    this.#counts.buffers--;
    this.#counts.bytes -= bytes;
    let at = this.#free.findIndex((range) => range.address > address);
    if (at < 0) at = this.#free.length;
    this.#free.splice(at, 0, { address, bytes });
    this.#merge(at);
    this.#merge(at - 1);
    const last = this.#free.at(-1);
    if (last !== undefined && last.address + last.bytes === this.#top) {
      this.#top = last.address;
      this.#free.pop();
    }
  }

  /** Makes one range of the range at an index and the next, if they touch. */
  #merge(at: number): void {
    const [range, next] = [this.#free[at], this.#free[at + 1]];
    if (range === undefined || next === undefined || range.address + range.bytes !== next.address) return;
    range.bytes += next.bytes;
    this.#free.splice(at + 1, 1);
  }
}

const roundUp = (value: number, unit: number): number => Math.ceil(value / unit) * unit;
