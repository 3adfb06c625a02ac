import type { CpuDevice } from '../../src/engine/cpu/cpu-device.ts';
import { openCpuDevice } from '../../src/node/cpu.ts';

let device: Promise<CpuDevice> | null = null;

/** The one CPU device of a test process, with three threads on however many cores there are. */
export function cpu(): Promise<CpuDevice> {
  device ??= openCpuDevice(3);
  return device;
}
