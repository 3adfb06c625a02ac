import type { DeviceInfo, DeviceKind } from './device.ts';

/** `auto` takes a hardware WebGPU adapter, else the CPU: a software adapter is slower than that. */
export type DeviceChoice = 'auto' | DeviceKind;

export const DEVICE_CHOICES: readonly DeviceChoice[] = ['auto', 'webgpu', 'cpu', 'reference'];

/** A device that there is. */
export interface ListedDevice extends DeviceInfo {
  readonly kind: DeviceKind;
  /** What `createDevice({ device })` takes for it: in Node the number of a WebGPU adapter from 0, else the kind. */
  readonly device: number | DeviceKind;
}
