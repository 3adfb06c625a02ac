import type { FileDatasetDescription } from './described-image-dataset.ts';

// What reads and writes files is loaded when it is first used: a page that trains on its own numbers needs none of it.

/** A function that is loaded when it is first called. */
const onDemand = <F extends (...args: never[]) => Promise<unknown>>(load: () => Promise<F>): F =>
  (async (...args: Parameters<F>) => (await load())(...args)) as F;

const archives = () => import('./archive-files.ts');
const cameraFiles = () => import('./camera.ts');
const modelFiles = () => import('./model-file.ts');
const modelStore = () => import('./model-store.ts');

/** See {@link import('./archive-files.ts').filesOfArchive}. */
export const filesOfArchive = onDemand(async () => (await archives()).filesOfArchive);
/** See {@link import('./fetch-archive.ts').fetchArchive}. */
export const fetchArchive = onDemand(async () => (await import('./fetch-archive.ts')).fetchArchive);
/** See {@link import('./fetch-images.ts').fetchImages}. */
export const fetchImages = onDemand(async () => (await import('./fetch-images.ts')).fetchImages);
/** See {@link import('./image-dataset.ts').imageDatasetFromFiles}. */
export const imageDatasetFromFiles = onDemand(async () => (await import('./image-dataset.ts')).imageDatasetFromFiles);
/** See {@link import('./described-image-dataset.ts').imageDatasetFromDescription}. */
export const imageDatasetFromDescription = async (description: FileDatasetDescription) =>
  (await import('./described-image-dataset.ts')).imageDatasetFromDescription(description);
/** See {@link import('./decode-image.ts').decodeImage}. */
export const decodeImage = onDemand(async () => (await import('./decode-image.ts')).decodeImage);
/** See {@link import('./digits.ts').digits}. */
export const digits = onDemand(async () => (await import('./digits.ts')).digits);
/** See {@link import('./camera.ts').openCamera}. */
export const openCamera = onDemand(async () => (await cameraFiles()).openCamera);
/** See {@link import('./camera.ts').cameras}. */
export const cameras = onDemand(async () => (await cameraFiles()).cameras);
/** See {@link import('./model-file.ts').saveModel}. */
export const saveModel = onDemand(async () => (await modelFiles()).saveModel);
/** See {@link import('./model-file.ts').saveWeights}. */
export const saveWeights = onDemand(async () => (await modelFiles()).saveWeights);
/** See {@link import('./model-file.ts').modelFile}. */
export const modelFile = onDemand(async () => (await modelFiles()).modelFile);
/** See {@link import('./model-file.ts').loadModel}. */
export const loadModel = onDemand(async () => (await modelFiles()).loadModel);
/** See {@link import('./model-file.ts').loadWeights}. */
export const loadWeights = onDemand(async () => (await modelFiles()).loadWeights);
/** See {@link import('./model-store.ts').listModels}. */
export const listModels = onDemand(async () => (await modelStore()).listModels);
/** See {@link import('./model-store.ts').removeModel}. */
export const removeModel = onDemand(async () => (await modelStore()).removeModel);
