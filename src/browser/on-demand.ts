import type { FileDatasetDescription } from './described-image-dataset.ts';
import type { FilesOptions } from './dropped-files.ts';
import type { LabeledImageFile } from './labeled-image-file.ts';

// What reads and writes files is loaded when it is first used: a page that trains on its own numbers needs none of it. The
// types are those of the functions themselves, so editors show their documentation where they are called.

/** A function of a module that is loaded when the function is first called. */
/* @__NO_SIDE_EFFECTS__ */
const onDemand = <M, K extends keyof M>(load: () => Promise<M>, name: K): M[K] =>
  (async (...args: unknown[]) => {
    const given = args.map(withOwnFiles);
    return ((await load())[name] as (...args: unknown[]) => unknown)(...given);
  }) as M[K];

/** Pages empty the list of an `<input>` as soon as they have called, so that the same file can be chosen again. */
const withOwnFiles = (value: unknown): unknown => (value instanceof FileList ? [...value] : value);

const archiveFiles = () => import('./archive-files.ts');
const camera = () => import('./camera.ts');
const droppedFiles = () => import('./dropped-files.ts');
const modelFiles = () => import('./model-file.ts');
const modelStore = () => import('./model-store.ts');

export const filesOfArchive = onDemand(archiveFiles, 'filesOfArchive');
export const fetchArchive = onDemand(() => import('./fetch-archive.ts'), 'fetchArchive');
export const fetchImages = onDemand(() => import('./fetch-images.ts'), 'fetchImages');
export const filesOfInput = onDemand(droppedFiles, 'filesOfInput');
export const imageDatasetFromFiles = onDemand(() => import('./image-dataset.ts'), 'imageDatasetFromFiles');
export const decodeImage = onDemand(() => import('./decode-image.ts'), 'decodeImage');
export const digits = onDemand(() => import('./digits.ts'), 'digits');
export const openCamera = onDemand(camera, 'openCamera');
export const cameras = onDemand(camera, 'cameras');
export const saveModel = onDemand(modelFiles, 'saveModel');
export const saveWeights = onDemand(modelFiles, 'saveWeights');
export const modelFile = onDemand(modelFiles, 'modelFile');
export const loadModel = onDemand(modelFiles, 'loadModel');
export const loadWeights = onDemand(modelFiles, 'loadWeights');
export const listModels = onDemand(modelStore, 'listModels');
export const removeModel = onDemand(modelStore, 'removeModel');

/** The dataset that a description describes, made anew: in a worker, the one that the page has. */
export const imageDatasetFromDescription = async (description: FileDatasetDescription) =>
  (await import('./described-image-dataset.ts')).imageDatasetFromDescription(description);

/**
 * The images that were dropped on a page: those that lie in dropped folders, at any depth, by paths that begin with the
 * folder's name; dropped image files by their names; and what is in archives, as of {@link filesOfArchive}. In code point
 * order of their paths; hidden files are passed over.
 *
 * @param transfer of a `drop` event. Call this before anything is awaited in the event's handler: later it is empty.
 * @throws DataError when a file or folder cannot be read; and what `filesOfArchive` throws.
 */
export async function filesOfDrop(transfer: DataTransfer, options: FilesOptions = {}): Promise<LabeledImageFile[]> {
  // Entries and files are there only until the event's handler returns.
  const items = [...transfer.items]
    .filter((item) => item.kind === 'file')
    .map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }));
  return (await droppedFiles()).filesOfItems(items, options);
}
