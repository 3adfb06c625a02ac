import { DeviceUnavailableError, ValueError } from '../../errors.ts';
import { CpuDevice } from './cpu-device.ts';
import type { SpawnThread } from './runtime.ts';

/** A compiled module of `wasm/`. */
export interface CpuModule {
  readonly module: WebAssembly.Module;
  /** Whether it multiplies and adds in one step, rounded once (relaxed SIMD). */
  readonly fused: boolean;
  /** Whether it takes a memory that threads share; else there is one thread only. */
  readonly shared: boolean;
}

/** Where a CPU device runs. @internal */
export interface CpuPlace {
  /** The processor's name. */
  readonly processor: string;
  /** Threads that compute, the main one included. */
  readonly threads: number;
  readonly spawn: SpawnThread;
}

/** Each takes memory of its own, and with more of them there is ever less for one to do. */
const MOST_THREADS = 256;

/** As many threads as there are cores, or the most that the device takes. @internal */
export const threadsFor = (cores: number): number => Math.min(Math.max(cores, 1), MOST_THREADS);

/**
 * Makes the CPU device of a module, with a memory of its own.
 *
 * @throws ValueError when `threads` is no whole number from 1 to 256.
 * @throws DeviceUnavailableError when the system has no memory to reserve.
 *
 * @internal
 */
export function openCpuDevice(
  { module, fused, shared }: CpuModule,
  { processor, threads, spawn }: CpuPlace,
): CpuDevice {
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    throw new ValueError(`threads is ${threads}; a whole number from 1 to ${MOST_THREADS} is expected.`, { threads });
  }
  const memory = shared ? sharedMemory() : new WebAssembly.Memory({ initial: 1 });
  const count = shared ? threads : 1;
  const adapter = `${processor} (WebAssembly SIMD${fused ? ', fused multiply-add' : ''}, ${count} thread${count === 1 ? '' : 's'})`;
  return new CpuDevice({ module, memory, threads: count, spawn }, adapter);
}

/** Pages of 64 KiB: 4 GiB, or what the system lets a process reserve. */
const MAXIMA = [65_536, 32_768, 16_384, 8192, 4096];

function sharedMemory(): WebAssembly.Memory {
  for (const maximum of MAXIMA) {
    try {
      return new WebAssembly.Memory({ initial: 1, maximum, shared: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new DeviceUnavailableError(
    'The cpu device cannot reserve 256 MiB of memory. Raise the limit (ulimit -v), or close other pages and programs.',
  );
}
