import type { Device } from '../engine/device.ts';
import type { ListedDevice } from '../engine/device-choice.ts';
import { findAdapter, findHardwareAdapter } from './find-adapter.ts';
import { type DeviceParts, type DeviceSettings, openDevice } from './open-device.ts';

/**
 * Opens a device in a page or worker: by default a hardware WebGPU adapter, else the CPU. The device `webgpu` takes a
 * software adapter, too.
 *
 * @throws DeviceUnavailableError when `webgpu` is asked for and the browser has none, with the reason.
 * @throws ValueError when `threads` is no whole number from 1 to 256.
 */
export async function createDevice(settings: DeviceSettings = {}): Promise<Device> {
  const { device } = await openDevice(settings, parts);
  return device;
}

/**
 * Lists what can compute: the WebGPU adapter if there is one, the processor and the reference loops. Nothing is opened,
 * and no memory taken.
 */
export async function devices(): Promise<readonly ListedDevice[]> {
  const found = await findAdapter().catch(() => null);
  const adapters = found === null ? [] : [found];
  return [
    ...adapters.map(({ name, software }) => ({ kind: 'webgpu', device: 'webgpu', adapter: name, software }) as const),
    { kind: 'cpu', device: 'cpu', adapter: 'processor', software: true },
    { kind: 'reference', device: 'reference', adapter: 'reference loops', software: true },
  ];
}

/** Why `auto` takes no WebGPU adapter here, for people; null where it takes one. */
export function whyNoWebGpu(): Promise<string | null> {
  return findHardwareAdapter().then(
    () => null,
    (error: Error) => error.message,
  );
}

const parts: DeviceParts = {
  openHost: async (kind, threads) => {
    const [{ openHostDevice }, { loadCpuModule }] = await Promise.all([
      import('./open-host-device.ts'),
      import('./cpu-module.ts'),
    ]);
    return openHostDevice(kind, threads, loadCpuModule);
  },
  makeTuner: async (device, mode) => (await import('../engine/webgpu/tuner.ts')).makeTuner(device, mode),
};
