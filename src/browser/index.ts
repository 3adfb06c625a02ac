/**
 * cnn-gpu in web pages: all of `cnn-gpu`, and devices, images, saved models and training in a worker as browsers have
 * them.
 *
 * @packageDocumentation
 */

export { IMAGE_EXTENSIONS } from '../data/image-names.ts';
export { DEVICE_CHOICES, type DeviceChoice, type ListedDevice } from '../engine/device-choice.ts';
export { TUNE_MODES, type TuneMode } from '../engine/webgpu/tuner.ts';
export * from '../index.ts';
export { ARCHIVE_EXTENSIONS, type ArchiveOptions, filesOfArchive, isArchiveName } from './archive-files.ts';
export { Camera, type CameraOptions, cameras, type FrameOptions, type ListedCamera, openCamera } from './camera.ts';
export { createDevice, devices, whyNoWebGpu } from './create-device.ts';
export { digits } from './digits.ts';
export { type FilesOptions, filesOfDrop, filesOfInput } from './dropped-files.ts';
export { type FetchImagesOptions, fetchArchive } from './fetch-archive.ts';
export type { FetchProgress } from './fetch-bytes.ts';
export { fetchImages } from './fetch-images.ts';
export type { LabeledImageFile } from './labeled-image-file.ts';
export {
  type LoadModelOptions,
  type LoadWeightsOptions,
  loadModel,
  loadWeights,
  modelFile,
  type SaveModelOptions,
  saveModel,
  saveWeights,
} from './model-file.ts';
export type { ModelSource } from './model-source.ts';
export { listModels, removeModel, type SavedModel } from './model-store.ts';
export type { DeviceSettings } from './open-device.ts';
