/**
 * cnn-gpu in web pages: all of `cnn-gpu`, and devices, images, saved models and training in a worker as browsers have
 * them.
 *
 * @packageDocumentation
 */

export { ARCHIVE_EXTENSIONS, isArchiveName } from '../data/archive-names.ts';
export type { ImageDataset, ImageDatasetFacts } from '../data/image-dataset/image-dataset.ts';
export type { ImageDatasetOptions, LabelMode } from '../data/image-dataset/image-dataset-options.ts';
export type { UnreadableImage } from '../data/image-dataset/unreadable-images.ts';
export type { ExifMode } from '../data/image-decoding.ts';
export { IMAGE_EXTENSIONS } from '../data/image-names.ts';
export { DEVICE_CHOICES, type DeviceChoice, type ListedDevice } from '../engine/device-choice.ts';
export { TUNE_MODES, type TuneMode } from '../engine/webgpu/tune-mode.ts';
export * from '../index.ts';
export type { ArchiveOptions } from './archive-files.ts';
export type { Camera, CameraOptions, FrameOptions, ListedCamera } from './camera.ts';
export { createDevice, devices, whyNoWebGpu } from './create-device.ts';
export type { DecodeImageOptions, ImageSource } from './decode-image.ts';
export type { FileDataset, FileDatasetDescription } from './described-image-dataset.ts';
export type { FilesOptions } from './dropped-files.ts';
export type { FetchImagesOptions } from './fetch-archive.ts';
export type { FetchProgress } from './fetch-bytes.ts';
export type { ImageFilesOptions, ImageFilesResult } from './image-dataset.ts';
export type { LabeledImageFile } from './labeled-image-file.ts';
export type { LoadModelOptions, LoadWeightsOptions, SaveModelOptions } from './model-file.ts';
export type { ModelSource } from './model-source.ts';
export type { SavedModel } from './model-store.ts';
export {
  cameras,
  decodeImage,
  digits,
  fetchArchive,
  fetchImages,
  filesOfArchive,
  filesOfDrop,
  filesOfInput,
  imageDatasetFromDescription,
  imageDatasetFromFiles,
  listModels,
  loadModel,
  loadWeights,
  modelFile,
  openCamera,
  removeModel,
  saveModel,
  saveWeights,
} from './on-demand.ts';
export type { DeviceSettings } from './open-device.ts';
export { type TrainInWorkerOptions, trainInWorker } from './train-in-worker.ts';
export type { PageCallback } from './worker/page-callback.ts';
export type {
  WorkerCheckpoint,
  WorkerDevice,
  WorkerEarlyStopping,
  WorkerFitOptions,
  WorkerReduceLROnPlateau,
} from './worker/training-job.ts';
export type { WorkerTrainingEvents } from './worker/worker-events.ts';
export { WorkerTraining, type WorkerTrainingState } from './worker/worker-training.ts';
