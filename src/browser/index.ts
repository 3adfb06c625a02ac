/**
 * cnn-gpu in web pages: all of `cnn-gpu`, and devices, images, saved models and training in a worker as browsers have
 * them.
 *
 * @packageDocumentation
 */

export { DEVICE_CHOICES, type DeviceChoice, type ListedDevice } from '../engine/device-choice.ts';
export { TUNE_MODES, type TuneMode } from '../engine/webgpu/tuner.ts';
export * from '../index.ts';
export { loadCpuModule } from './cpu-module.ts';
export { createDevice, devices } from './create-device.ts';
export type { DeviceSettings } from './open-device.ts';
