import type { AskGpu } from './ask-gpu.ts';

const READ_USAGE = 0x0001 | 0x0008; // GPUBufferUsage MAP_READ | COPY_DST
const MAP_READ = 0x0001; // GPUMapMode.READ

/** Larger staging buffers are not kept: weights and results of a whole data set are read seldom. */
const MAX_KEPT_BYTES = 1 << 20;

/** Staging buffers for copies from the device to the host, kept by size. */
export class Readback {
  readonly #device: GPUDevice;
  readonly #ask: AskGpu;
  readonly #free = new Map<number, GPUBuffer[]>();

  constructor(device: GPUDevice, ask: AskGpu) {
    this.#device = device;
    this.#ask = ask;
  }

  /** Copies `bytes` of a buffer, from `byteOffset` on, to the host. All commands submitted before are done by then. Rejects when the device is lost. */
  async read(source: GPUBuffer, byteOffset: number, bytes: number): Promise<ArrayBuffer> {
    const waiting = this.#free.get(bytes) ?? [];
    this.#free.set(bytes, waiting);
    const staging = waiting.pop() ?? this.#device.createBuffer({ label: 'readback', size: bytes, usage: READ_USAGE });
    const encoder = this.#device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, byteOffset, staging, 0, bytes);
    this.#device.queue.submit([encoder.finish()]);
    try {
      await this.#ask(() => staging.mapAsync(MAP_READ));
    } catch (error) {
      staging.destroy();
      throw error;
    }
    const copy = staging.getMappedRange().slice(0);
    staging.unmap();
    if (bytes <= MAX_KEPT_BYTES) waiting.push(staging);
    else staging.destroy();
    return copy;
  }
}
