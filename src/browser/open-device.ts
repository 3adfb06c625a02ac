import type { Device } from '../engine/device.ts';
import { DEVICE_CHOICES, type DeviceChoice } from '../engine/device-choice.ts';
import { type FoundAdapter, openAdapter } from '../engine/webgpu/open-adapter.ts';
import type { TuneMode } from '../engine/webgpu/tune-mode.ts';
import type { MakeTuner } from '../engine/webgpu/tuner.ts';
import { ConfigError, DeviceUnavailableError, listNames } from '../errors.ts';
import { findAdapter, findHardwareAdapter } from './find-adapter.ts';
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

/** What not every device needs: a page loads it on demand, and a worker, which cannot, has it from the beginning. */
export interface DeviceParts {
  /** Opens a device that computes on the processor. */
  openHost(kind: 'cpu' | 'reference', threads: number | undefined): Promise<Device>;
  readonly makeTuner: MakeTuner;
}

/** Opens a device in a page or worker. */
export async function openDevice(
  { device = 'auto', threads, tune }: DeviceSettings,
  { openHost, makeTuner }: DeviceParts,
): Promise<OpenedDevice> {
  const openGpu = (found: FoundAdapter) => openAdapter(found, { tune, store: tuningStore, makeTuner });
  switch (device) {
    case 'webgpu':
      return { device: await openGpu(await findAdapter()), fallback: null };
    case 'cpu':
    case 'reference':
      return { device: await openHost(device, threads), fallback: null };
    case 'auto':
      try {
        return { device: await openGpu(await findHardwareAdapter()), fallback: null };
      } catch (error) {
        if (!(error instanceof DeviceUnavailableError)) throw error;
        return { device: await openHost('cpu', threads), fallback: error.message };
      }
    default:
      throw new ConfigError(`There is no device "${String(device)}". Choose one of ${listNames(DEVICE_CHOICES)}.`, {
        device,
      });
  }
}
