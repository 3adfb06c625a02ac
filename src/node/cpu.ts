import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { CpuDevice } from '../engine/cpu/cpu-device.ts';
import { type CpuModule, openCpuDevice as openModule, threadsFor } from '../engine/cpu/open-cpu-device.ts';
import { type SpawnThread, threadSource } from '../engine/cpu/runtime.ts';
import { packageFolder } from './package-folder.ts';

/** Opens the CPU device with `threads` threads, the main one included; default: as many as the machine has cores. */
export async function openCpuDevice(threads = threadsFor(availableParallelism())): Promise<CpuDevice> {
  return openModule(await compiled(), { processor: processorName(), threads, spawn });
}

/** The processor's name as the system tells it. */
export const processorName = (): string => cpus()[0]?.model.trim() || 'processor';

let modules: Promise<CpuModule> | null = null;

/** The module, compiled once in a process: with fused multiply-add where the runtime has relaxed SIMD. */
function compiled(): Promise<CpuModule> {
  modules ??= (async () => {
    const read = (name: string) => readFile(join(packageFolder(), 'wasm', `${name}-shared.wasm`));
    const relaxed = await read('relaxed');
    // Node 20 has relaxed SIMD behind a flag, which counts for what is compiled from now on.
    if (!WebAssembly.validate(relaxed)) setFlagsFromString('--experimental-wasm-relaxed-simd');
    const fused = WebAssembly.validate(relaxed);
    return { module: await WebAssembly.compile(fused ? relaxed : await read('simd')), fused, shared: true };
  })();
  return modules;
}

const spawn: SpawnThread = (start) => {
  const source = `const { workerData: start } = require('node:worker_threads'); ${threadSource}`;
  const worker = new Worker(source, { eval: true, workerData: start, execArgv: [] });
  worker.unref();
  return () => void worker.terminate();
};
