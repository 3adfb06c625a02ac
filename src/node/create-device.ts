import { CpuDevice } from '../engine/cpu/cpu-device.ts';
import type { Device, DeviceInfo, DeviceKind } from '../engine/device.ts';
import { ReferenceDevice } from '../engine/reference/reference-device.ts';
import { ConfigError, DeviceUnavailableError, listNames } from '../errors.ts';
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

/**
 * Opens a device in Node.
 *
 * @throws DeviceUnavailableError when `webgpu` is asked for and there is no adapter.
 * @throws MissingPackageError when `webgpu` is asked for and the package of that name is not installed.
 */
export async function createDevice({ device = 'auto' }: { device?: DeviceChoice } = {}): Promise<Device> {
  switch (device) {
    case 'cpu':
      return new CpuDevice();
    case 'reference':
      return new ReferenceDevice();
    case 'webgpu': {
      const found = await findAdapter({ allowSoftware: true });
      if (found !== null) return openDevice(found);
      throw new DeviceUnavailableError(
        'There is no WebGPU adapter: Dawn found no GPU driver (on Linux: Vulkan), and no software driver is installed. ' +
          "Install your GPU's driver, or a software one (npm install @sparticuz/chromium), or use --device cpu.",
      );
    }
    case 'auto': {
      const found = await findAdapter({ allowSoftware: false }).catch(() => null);
      return found === null ? new CpuDevice() : openDevice(found);
    }
    default:
      throw new ConfigError(`There is no device "${String(device)}". Choose one of ${listNames(DEVICE_CHOICES)}.`, {
        device,
      });
  }
}
