import type { Device, DeviceInfo, DeviceKind } from '../engine/device.ts';
import { ReferenceDevice } from '../engine/reference/reference-device.ts';
import type { TuneMode } from '../engine/webgpu/tuner.ts';
import { ConfigError, DeviceUnavailableError, listNames } from '../errors.ts';
import { openCpuDevice } from './cpu.ts';
import { findAdapter, openDevice } from './dawn.ts';

/** `auto` takes a hardware WebGPU adapter, else the CPU: a software adapter is slower than that. */
export type DeviceChoice = 'auto' | DeviceKind;

export const DEVICE_CHOICES: readonly DeviceChoice[] = ['auto', 'webgpu', 'cpu', 'reference'];

/**
 * The WebGPU adapter that `createDevice({ device: 'webgpu' })` would take, hardware first; null where there is none.
 *
 * @throws MissingPackageError when the package `webgpu` is not installed.
 */
export async function webgpuAdapter(): Promise<DeviceInfo | null> {
  const found = await findAdapter({ allowSoftware: true });
  return found === null ? null : { adapter: found.name, software: found.software };
}

/** Which device, and how it works. */
export interface DeviceSettings {
  /** Default `auto`. */
  readonly device?: DeviceChoice;
  /** Threads of the CPU device, the main one included. Default: one for each core. */
  readonly threads?: number | undefined;
  /** How kernels are chosen on a WebGPU adapter. Default `'quick'` on hardware, `'off'` on a software adapter. */
  readonly tune?: TuneMode | undefined;
}

export const TUNE_MODES: readonly TuneMode[] = ['off', 'quick', 'full'];

/**
 * Opens a device in Node.
 *
 * @throws DeviceUnavailableError when `webgpu` is asked for and there is no adapter.
 * @throws MissingPackageError when `webgpu` is asked for and the package of that name is not installed.
 * @throws ValueError when `threads` is no whole number from 1.
 */
export async function createDevice({ device = 'auto', threads, tune }: DeviceSettings = {}): Promise<Device> {
  switch (device) {
    case 'cpu':
      return openCpuDevice(threads);
    case 'reference':
      return new ReferenceDevice();
    case 'webgpu': {
      const found = await findAdapter({ allowSoftware: true });
      if (found !== null) return openDevice(found, tune);
      throw new DeviceUnavailableError(
        'There is no WebGPU adapter: Dawn found no GPU driver (on Linux: Vulkan), and no software driver is installed. ' +
          "Install your GPU's driver, or a software one (npm install @sparticuz/chromium), or use --device cpu.",
      );
    }
    case 'auto': {
      const found = await findAdapter({ allowSoftware: false }).catch(() => null);
      return found === null ? openCpuDevice(threads) : openDevice(found, tune);
    }
    default:
      throw new ConfigError(`There is no device "${String(device)}". Choose one of ${listNames(DEVICE_CHOICES)}.`, {
        device,
      });
  }
}
