import type { WebGpuDevice } from '../../src/engine/webgpu/webgpu-device.ts';
import { createDevice } from '../../src/node/create-device.ts';

let device: Promise<WebGpuDevice> | null = null;

/** The one WebGPU device of a test process. Throws, saying what to install, where there is no adapter. */
export function gpu(): Promise<WebGpuDevice> {
  device ??= createDevice({ device: 'webgpu' }) as Promise<WebGpuDevice>;
  return device;
}
