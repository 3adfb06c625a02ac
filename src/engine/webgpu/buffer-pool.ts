import { GpuOutOfMemoryError } from '../../errors.ts';
import type { DeviceMemory } from '../device.ts';

const USAGE = 0x0004 | 0x0008 | 0x0080; // GPUBufferUsage COPY_SRC | COPY_DST | STORAGE; the global is missing in Node

/** Sizes are rounded up so that nearly equal tensors can take each other's buffers. */
const roundUp = (bytes: number): number => Math.ceil(bytes / 256) * 256;

/** Storage buffers by size. Freed buffers wait here for a tensor of the same rounded size. */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #free = new Map<number, GPUBuffer[]>();
  #buffers = 0;
  #bytes = 0;

  constructor(device: GPUDevice) {
    this.#device = device;
  }

  get memory(): DeviceMemory {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }

  /** Takes a buffer of at least `bytes`. Throws `GpuOutOfMemoryError` when the adapter allows none so large. */
  take(bytes: number, what: string): GPUBuffer {
    const size = roundUp(bytes);
    const waiting = this.#free.get(size)?.pop();
    if (waiting !== undefined) return waiting;
    const { maxBufferSize, maxStorageBufferBindingSize } = this.#device.limits;
    const limit = Math.min(maxBufferSize, maxStorageBufferBindingSize);
    if (size > limit) {
      throw new GpuOutOfMemoryError(
        `${what} needs ${size} bytes in one buffer; this adapter allows ${limit}. Use a smaller batch or smaller images.`,
        { bytes: size, limit },
      );
    }
    this.#buffers++;
    this.#bytes += size;
    return this.#device.createBuffer({ label: what, size, usage: USAGE });
  }

  /** Gives a buffer back for reuse. Commands already recorded that use it run first, as queues keep their order. */
  release(buffer: GPUBuffer): void {
    const waiting = this.#free.get(buffer.size);
    if (waiting === undefined) this.#free.set(buffer.size, [buffer]);
    else waiting.push(buffer);
  }

  /** Destroys the waiting buffers, so that their memory can serve other sizes. */
  trim(): void {
    for (const buffers of this.#free.values()) {
      for (const buffer of buffers) {
        this.#buffers--;
        this.#bytes -= buffer.size;
        buffer.destroy();
      }
    }
    this.#free.clear();
  }
}
