import { describeImageDatasets } from '../data/image-dataset/describe-image-datasets.ts';
import type { ItemOf } from '../data/image-dataset/image-dataset.ts';
import { checkImageDatasetOptions, type ImageDatasetOptions } from '../data/image-dataset/image-dataset-options.ts';
import { PathTree } from '../data/image-dataset/path-tree.ts';
import { plainPath } from '../data/image-paths.ts';
import { type FileDataset, imageDatasetFromDescription } from './described-image-dataset.ts';
import { imageReader } from './image-reader.ts';
import type { LabeledImageFile } from './labeled-image-file.ts';

/** Parameters of {@link imageDatasetFromFiles}. */
export interface ImageFilesOptions extends Omit<ImageDatasetOptions, 'followLinks'> {
  /**
   * The folder that holds the class folders, such as `photos` or `photos/train`; `''` holds all files. Default the
   * deepest one that all images share, or the one around it where they lie in that directly.
   */
  readonly directory?: string;
}

/** What {@link imageDatasetFromFiles} gives for options of type `O`. */
export type ImageFilesResult<O> = O extends { subset: 'both' }
  ? [training: FileDataset<ItemOf<O>>, validation: FileDataset<ItemOf<O>>]
  : FileDataset<ItemOf<O>>;

/**
 * A dataset of image files of a page, as `imageDatasetFromDirectory` of `cnn-gpu/node` makes of a directory: the same
 * options, messages, order of classes and files, and, for the same seed, the same images for training and validation;
 * PNG, BMP and GIF images give the same batches.
 *
 * Nothing leaves the page: files are read, decoded and resized while the dataset is read. `description` holds all that
 * a worker needs to make the same dataset with {@link imageDatasetFromDescription}.
 *
 * @param files of an `<input webkitdirectory>`, or with their paths, as `filesOfDrop` and `filesOfArchive` give them.
 * @returns the dataset; with `subset: 'both'` the training and the validation dataset.
 * @throws ValueError for options that are wrong or do not go together.
 * @throws DataError when there are no images or too few to split; on reading, when an image cannot be decoded.
 */
export async function imageDatasetFromFiles<const O extends ImageFilesOptions = Record<never, never>>(
  files: Iterable<File | LabeledImageFile>,
  options?: O,
): Promise<ImageFilesResult<O>> {
  const { directory, ...rest }: ImageFilesOptions = options ?? {};
  const settings = checkImageDatasetOptions(rest, navigator.hardwareConcurrency);
  const tree = new PathTree([...files].map(withPath));
  const described = await describeImageDatasets(tree, directory ?? tree.directory, settings, imageReader);
  const datasets = described.map(imageDatasetFromDescription);
  return (settings.subset === 'both' ? datasets : datasets[0]) as unknown as ImageFilesResult<O>;
}

const withPath = (file: File | LabeledImageFile): LabeledImageFile =>
  file instanceof Blob ? { path: plainPath(file.webkitRelativePath || file.name), file } : file;
