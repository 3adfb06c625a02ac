import type { Device } from '../engine/device.ts';
import { DEVICE_CHOICES, type DeviceChoice, type ListedDevice } from '../engine/device-choice.ts';
import { ReferenceDevice } from '../engine/reference/reference-device.ts';
import { type FoundAdapter, openAdapter } from '../engine/webgpu/open-adapter.ts';
import type { TuneMode } from '../engine/webgpu/tune-mode.ts';
import { makeTuner } from '../engine/webgpu/tuner.ts';
import { ConfigError, DeviceUnavailableError, listNames } from '../errors.ts';
import { openCpuDevice, processorName } from './cpu.ts';
import { findAdapter, findAdapters } from './dawn.ts';
import { tuningStore } from './tuning-store.ts';

/**
 * Lists what can compute: the WebGPU adapters, first the one that `createDevice({ device: 'webgpu' })` takes, then the
 * processor and the reference loops. Nothing is opened, and no memory taken.
 *
 * @param options `webgpu: false` leaves the adapters out, and does not ask for the package `webgpu`.
 * @throws MissingPackageError when that package is not installed.
 */
export async function devices({ webgpu = true }: { readonly webgpu?: boolean } = {}): Promise<readonly ListedDevice[]> {
  const adapters = webgpu ? await findAdapters() : [];
  return [
    ...adapters.map(({ name, software }, device) => ({ kind: 'webgpu', device, adapter: name, software }) as const),
    { kind: 'cpu', device: 'cpu', adapter: processorName(), software: true },
    { kind: 'reference', device: 'reference', adapter: 'reference loops', software: true },
  ];
}

/** Which device, and how it works. */
export interface DeviceSettings {
  /** A choice, or the number of a WebGPU adapter as {@link devices} lists them. Default `auto`. */
  readonly device?: DeviceChoice | number;
  /** Threads of the CPU device, the main one included. Default: one for each core. */
  readonly threads?: number | undefined;
  /** How kernels are chosen on a WebGPU adapter. Default `'quick'` on hardware, `'off'` on a software adapter. */
  readonly tune?: TuneMode | undefined;
}

/**
 * Opens a device in Node.
 *
 * @throws DeviceUnavailableError when `webgpu` is asked for and there is no adapter, or none of the number given.
 * @throws MissingPackageError when `webgpu` is asked for and the package of that name is not installed.
 * @throws ValueError when `threads` is no whole number from 1.
 */
export async function createDevice({ device = 'auto', threads, tune }: DeviceSettings = {}): Promise<Device> {
  const open = (found: FoundAdapter) => openAdapter(found, { tune, store: tuningStore, makeTuner });
  if (typeof device === 'number') return open(await numberedAdapter(device));
  switch (device) {
    case 'cpu':
      return openCpuDevice(threads);
    case 'reference':
      return new ReferenceDevice();
    case 'webgpu': {
      const found = await findAdapter({ allowSoftware: true });
      if (found !== null) return open(found);
      throw new DeviceUnavailableError(
        'There is no WebGPU adapter: Dawn found no GPU driver (on Linux: Vulkan), and no software driver is installed. ' +
          "Install your GPU's driver, or a software one (npm install @sparticuz/chromium), or use --device cpu.",
      );
    }
    case 'auto': {
      const found = await findAdapter({ allowSoftware: false }).catch(() => null);
      return found === null ? openCpuDevice(threads) : open(found);
    }
    default:
      throw new ConfigError(`There is no device "${String(device)}". Choose one of ${listNames(DEVICE_CHOICES)}.`, {
        device,
      });
  }
}

async function numberedAdapter(number: number): Promise<FoundAdapter> {
  const found = await findAdapters();
  const adapter = found[number];
  if (adapter !== undefined) return adapter;
  const there = found.map(({ name }, i) => `${i} is "${name}"`).join(', ') || 'there is none';
  throw new DeviceUnavailableError(
    `There is no WebGPU adapter ${number}: ${there}. "cnn-gpu devices" lists what can compute.`,
    { device: number },
  );
}
