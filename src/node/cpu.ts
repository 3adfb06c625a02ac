import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { CpuDevice } from '../engine/cpu/cpu-device.ts';
import { type SpawnThread, threadSource } from '../engine/cpu/runtime.ts';
import { DeviceUnavailableError, ValueError } from '../errors.ts';
import { packageFolder } from './package-folder.ts';

/** Each takes memory of its own, and with more of them there is ever less for one to do. */
const MOST_THREADS = 256;

/** Opens the CPU device with `threads` threads, the main one included; default: as many as the machine has cores. */
export async function openCpuDevice(threads = Math.min(availableParallelism(), MOST_THREADS)): Promise<CpuDevice> {
  if (!Number.isInteger(threads) || threads < 1 || threads > MOST_THREADS) {
    throw new ValueError(`threads is ${threads}; a whole number from 1 to ${MOST_THREADS} is expected.`, { threads });
  }
  const { module, fused } = await compiled();
  const adapter = `${processorName()} (WebAssembly SIMD${fused ? ', fused multiply-add' : ''}, ${threads} thread${threads === 1 ? '' : 's'})`;
  return new CpuDevice({ module, memory: sharedMemory(), threads, spawn }, adapter);
}

/** The processor's name as the system tells it. */
export const processorName = (): string => cpus()[0]?.model.trim() || 'processor';

interface Compiled {
  readonly module: WebAssembly.Module;
  readonly fused: boolean;
}

let modules: Promise<Compiled> | null = null;

/** The module, compiled once in a process: with fused multiply-add where the runtime has relaxed SIMD. */
function compiled(): Promise<Compiled> {
  modules ??= (async () => {
    const read = (name: string) => readFile(join(packageFolder(), 'wasm', `${name}-shared.wasm`));
    const relaxed = await read('relaxed');
    // Node 20 has relaxed SIMD behind a flag, which counts for what is compiled from now on.
    if (!WebAssembly.validate(relaxed)) setFlagsFromString('--experimental-wasm-relaxed-simd');
    const fused = WebAssembly.validate(relaxed);
    return { module: await WebAssembly.compile(fused ? relaxed : await read('simd')), fused };
  })();
  return modules;
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
  throw new DeviceUnavailableError('The cpu device cannot reserve 256 MiB of memory. Raise the limit (ulimit -v).');
}

const spawn: SpawnThread = (start) => {
  const source = `const { workerData: start } = require('node:worker_threads'); ${threadSource}`;
  const worker = new Worker(source, { eval: true, workerData: start, execArgv: [] });
  worker.unref();
  return () => void worker.terminate();
};
