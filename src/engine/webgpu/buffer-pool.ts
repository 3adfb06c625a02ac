import { GpuOutOfMemoryError } from '../../errors.ts';
import type { DeviceMemory } from '../device.ts';

const USAGE = 0x0004 | 0x0008 | 0x0080; // GPUBufferUsage COPY_SRC | COPY_DST | STORAGE; the global is missing in Node

/** Sizes are rounded up so that nearly equal tensors can take each other's buffers. */
const roundUp = (bytes: number): number => Math.ceil(bytes / 256) * 256;

/** Storage buffers by size. Freed buffers wait here for a tensor of the same rounded size. */
export class BufferPool {
  readonly #device: GPUDevice;
  readonly #flush: () => void;
  readonly #free = new Map<number, GPUBuffer[]>();
  #reusable = new WeakSet<GPUBuffer>();
  #buffers = 0;
  #bytes = 0;

  /** `flush` submits all recorded commands: it is called before buffers are destroyed that they may use. */
  constructor(device: GPUDevice, flush: () => void) {
    this.#device = device;
    this.#flush = flush;
  }

  get memory(): DeviceMemory {
    return { buffers: this.#buffers, bytes: this.#bytes };
  }

  /**
   * Takes a buffer of at least `bytes`. Throws `GpuOutOfMemoryError` when the adapter allows none so large; that there is
   * no memory for it shows later, as an error of the device.
   */
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
    const reusable = this.#reusable; // replaced meanwhile when the device reports at once that it has no memory
    const buffer = this.#device.createBuffer({ label: what, size, usage: USAGE });
    this.#buffers++;
    this.#bytes += size;
    reusable.add(buffer);
    return buffer;
  }

  /**
   * Takes several buffers, all or none. Throws `GpuOutOfMemoryError` when there is no memory for them even after the
   * waiting buffers were destroyed.
   */
  async takeAll(sizes: readonly number[], what: string): Promise<readonly GPUBuffer[]> {
    const buffers = (await this.#tryAll(sizes, what)) ?? (await this.#tryAll(sizes, what));
    if (buffers !== null) return buffers;
    const bytes = sizes.reduce((sum, size) => sum + roundUp(size), 0);
    throw new GpuOutOfMemoryError(
      `The GPU is out of memory: the step needs ${bytes} bytes for its tensors besides the ${this.#bytes} that are taken. ` +
        'Use a smaller batch or smaller images.',
      { bytes, taken: this.#bytes },
    );
  }

  async #tryAll(sizes: readonly number[], what: string): Promise<readonly GPUBuffer[] | null> {
    const buffers: GPUBuffer[] = [];
    let refusal: Promise<GPUError | null> | null = null;
    this.#device.pushErrorScope('out-of-memory');
    try {
      for (const size of sizes) buffers.push(this.take(size, what));
    } catch (error) {
      for (const buffer of buffers) this.release(buffer);
      throw error;
    } finally {
      refusal = this.#device.popErrorScope();
    }
    if ((await refusal) === null) return buffers;
    this.renew();
    for (const buffer of buffers) this.release(buffer);
    return null;
  }

  /** Gives a buffer back for reuse. Commands already recorded that use it run first, as queues keep their order. */
  release(buffer: GPUBuffer): void {
    const waiting = this.#free.get(buffer.size);
    if (!this.#reusable.has(buffer)) {
      this.#flush();
      this.#destroy(buffer);
    } else if (waiting === undefined) this.#free.set(buffer.size, [buffer]);
    else waiting.push(buffer);
  }

  /** A function that releases the buffer and holds on to nothing else. */
  releaser(buffer: GPUBuffer): () => void {
    return () => this.release(buffer);
  }

  /**
   * Destroys the waiting buffers, so that their memory can serve other sizes, and has those in use destroyed when they
   * come back: after an allocation failed, some may have no memory behind them.
   */
  renew(): void {
    this.#flush();
    this.#reusable = new WeakSet();
    for (const buffers of this.#free.values()) for (const buffer of buffers) this.#destroy(buffer);
    this.#free.clear();
  }

  #destroy(buffer: GPUBuffer): void {
    this.#buffers--;
    this.#bytes -= buffer.size;
    buffer.destroy();
  }
}
