import type { CpuDevice } from '../engine/cpu/cpu-device.ts';
import { type CpuModule, openCpuDevice as openModule, threadsFor } from '../engine/cpu/open-cpu-device.ts';
import { type SpawnThread, threadSource } from '../engine/cpu/runtime.ts';

/** Whether the page, or the page of this worker, may share memory between threads. */
export const isIsolated = (): boolean => globalThis.crossOriginIsolated === true;

/**
 * Opens the CPU device of a module with `threads` threads, this one included; default: as many as there are cores. A
 * module for memory that is not shared has one thread in any case.
 */
export const openCpuDevice = (
  module: CpuModule,
  threads: number = threadsFor(navigator.hardwareConcurrency),
): CpuDevice => openModule(module, { processor: 'processor', threads, spawn });

/** A worker's script without an address of its own, so that there is no file to be found by a bundler. */
let threadScript: string | null = null;

const spawn: SpawnThread = (start) => {
  threadScript ??= URL.createObjectURL(
    new Blob([`onmessage = ({ data: start }) => {${threadSource}};`], { type: 'text/javascript' }),
  );
  const worker = new Worker(threadScript, { name: 'cnn-gpu thread' });
  worker.postMessage(start);
  return () => worker.terminate();
};
