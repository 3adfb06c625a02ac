import type { CpuModule } from '../engine/cpu/open-cpu-device.ts';
import type { Device } from '../engine/device.ts';
import { ReferenceDevice } from '../engine/reference/reference-device.ts';
import { isIsolated, openCpuDevice } from './cpu.ts';

/**
 * Opens a device that computes on the processor.
 *
 * @param cpuModule gets the kernels of the CPU device, when they are needed; a worker may have them from its page.
 */
export async function openHostDevice(
  kind: 'cpu' | 'reference',
  threads: number | undefined,
  cpuModule: (shared: boolean) => Promise<CpuModule>,
): Promise<Device> {
  return kind === 'cpu' ? openCpuDevice(await cpuModule(isIsolated()), threads) : new ReferenceDevice();
}
