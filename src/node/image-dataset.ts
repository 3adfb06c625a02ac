import { describeImageDatasets } from '../data/image-dataset/describe-image-datasets.ts';
import { type ImageDatasetResult, imageDataset } from '../data/image-dataset/image-dataset.ts';
import { checkImageDatasetOptions, type ImageDatasetOptions } from '../data/image-dataset/image-dataset-options.ts';
import type { ImageReader } from '../data/image-dataset/image-reader.ts';
import type { ImageFile } from '../data/image-dataset/image-tree.ts';
import { decodeImage } from './decode-image.ts';
import { imagesAtOnce } from './images-at-once.ts';
import { directoryTree } from './index-directory.ts';
import { loadMixRows } from './mix-rgb-rows.ts';

const reader: ImageReader<ImageFile> = {
  decode: ({ path }, colorMode, options) => decodeImage(path, colorMode, options),
  mixRows: loadMixRows,
  // Filling them with zeros first would be in vain.
  newFloats: (length) => new Float32Array(Buffer.allocUnsafeSlow(length * Float32Array.BYTES_PER_ELEMENT).buffer),
};

/**
 * A dataset of the images in a directory, after `keras.utils.image_dataset_from_directory`
 * (https://keras.io/api/data_loading/image/): the same parameters, messages, order of classes and files, and, for the
 * same seed, the same images for training and validation.
 *
 * Images are read, decoded and resized while the dataset is read, several at once and two batches ahead. Values go from
 * 0 to 255, shape `[batch, height, width, channels]`: bytes when no image of a batch had to be mixed from its pixels (it
 * had the size, or `interpolation` is `'nearest'`), else floats. Labels are `Uint32Array [batch]` for `'int'`,
 * one-hot `Float32Array [batch, classes]` for `'categorical'`, and `Float32Array [batch, 1]` for `'binary'`. With
 * `shuffle`, training images come in a new order in each pass, drawn from all files; validation images keep theirs, so
 * that predictions match `filePaths`.
 *
 * @returns the dataset; with `subset: 'both'` the training and the validation dataset.
 * @throws ValueError for options that are wrong or do not go together.
 * @throws DataError when the directory cannot be read or holds no images or too few to split; on reading, when an image
 *   cannot be decoded.
 * @throws MissingPackageError on reading, when the package `sharp` is needed but not installed.
 */
export async function imageDatasetFromDirectory<const O extends ImageDatasetOptions = Record<never, never>>(
  directory: string,
  options?: O,
): Promise<ImageDatasetResult<O>> {
  const settings = checkImageDatasetOptions(options ?? {}, imagesAtOnce());
  const described = await describeImageDatasets(directoryTree, directory, settings, reader);
  const datasets = described.map((description) => imageDataset(description, reader));
  return (settings.subset === 'both' ? datasets : datasets[0]) as unknown as ImageDatasetResult<O>;
}
