import type { CpuModule } from '../engine/cpu/open-cpu-device.ts';
import type { Device } from '../engine/device.ts';
import { DEVICE_CHOICES, type DeviceChoice } from '../engine/device-choice.ts';
import { ReferenceDevice } from '../engine/reference/reference-device.ts';
import { type FoundAdapter, openAdapter } from '../engine/webgpu/open-adapter.ts';
import type { TuneMode } from '../engine/webgpu/tuner.ts';
import { ConfigError, DeviceUnavailableError, listNames } from '../errors.ts';
import { isIsolated, openCpuDevice } from './cpu.ts';
import { findAdapter } from './find-adapter.ts';
import { tuningStore } from './tuning-store.ts';

/** Which device, and how it works. */
export interface DeviceSettings {
  /** Default `auto`. */
  readonly device?: DeviceChoice | undefined;
  /**
   * Threads of the CPU device, the calling one included. Default: one for each core. Always one where the page is not
   * cross-origin isolated.
   */
  readonly threads?: number | undefined;
  /** How kernels are chosen on a WebGPU adapter. Default `'quick'` on hardware, `'off'` on a software adapter. */
  readonly tune?: TuneMode | undefined;
}

/** A device, and why it is not WebGPU where that was looked for and not taken. */
export interface OpenedDevice {
  readonly device: Device;
  /** What keeps `auto` from WebGPU; null where nothing does, or nobody asked. */
  readonly fallback: string | null;
}

/**
 * Opens a device in a page or worker.
 *
 * @param cpuModule gets the kernels of the CPU device, when they are needed; a worker may have them from its page.
 */
export async function openDevice(
  { device = 'auto', threads, tune }: DeviceSettings,
  cpuModule: (shared: boolean) => Promise<CpuModule>,
): Promise<OpenedDevice> {
  const openGpu = (found: FoundAdapter) => openAdapter(found, { tune, store: tuningStore });
  const openCpu = async () => openCpuDevice(await cpuModule(isIsolated()), threads);
  switch (device) {
    case 'webgpu':
      return { device: await openGpu(await findAdapter()), fallback: null };
    case 'cpu':
      return { device: await openCpu(), fallback: null };
    case 'reference':
      return { device: new ReferenceDevice(), fallback: null };
    case 'auto':
      try {
        return { device: await openGpu(await findHardware()), fallback: null };
      } catch (error) {
        if (!(error instanceof DeviceUnavailableError)) throw error;
        return { device: await openCpu(), fallback: error.message };
      }
    default:
      throw new ConfigError(`There is no device "${String(device)}". Choose one of ${listNames(DEVICE_CHOICES)}.`, {
        device,
      });
  }
}

async function findHardware(): Promise<FoundAdapter> {
  const found = await findAdapter();
  if (!found.software) return found;
  throw new DeviceUnavailableError(
    `The only WebGPU adapter, "${found.name}", is software, which is slower than the cpu device. Ask for "webgpu" to take it all the same.`,
    { adapter: found.name },
  );
}
