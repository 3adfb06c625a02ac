import type { Batch, Input, InputBatch, Sample } from '../data/batch.ts';
import { Dataset } from '../data/dataset.ts';
import type { ElementSpec } from '../data/element-spec.ts';
import { groupedSplit, stratifiedSplit } from '../data/fair-split.ts';
import { IMAGE_EXTENSIONS } from '../data/image-names.ts';
import { kerasShuffle, kerasSplit } from '../data/keras-split.ts';
import { CHANNELS } from '../data/raw-image.ts';
import { DataError } from '../errors.ts';
import {
  checkImageDatasetOptions,
  type ImageDatasetOptions,
  type ImageDatasetSettings,
} from './image-dataset-options.ts';
import { indexDirectory } from './index-directory.ts';
import { inspectImages, type UnreadableImage } from './inspect-images.ts';
import { batchLoader, type LabeledFile, loadImage } from './load-images.ts';

/** A dataset of images from files, with what is known about them. */
export type ImageDataset<T> = Dataset<T> & ImageDatasetFacts;

/** What is known about the images of an {@link ImageDataset}. */
export interface ImageDatasetFacts {
  /** Name of each class; empty without labels. */
  readonly classNames: readonly string[];
  /** Number of images of each class in this dataset; empty without labels. */
  readonly classCounts: readonly number[];
  /** Paths of the images of this dataset, in the order of a pass that does not shuffle. */
  readonly filePaths: readonly string[];
  /** The images left out by `unreadable: 'skip'`, from the whole directory. */
  readonly skipped: readonly UnreadableImage[];
}

type ItemOf<O> = O extends { labels: null } | { labelMode: null }
  ? O extends { batchSize: null }
    ? Input
    : InputBatch
  : O extends { batchSize: null }
    ? Sample
    : Batch;

/** What {@link imageDatasetFromDirectory} gives for options of type `O`. */
export type ImageDatasetResult<O> = O extends { subset: 'both' }
  ? [training: ImageDataset<ItemOf<O>>, validation: ImageDataset<ItemOf<O>>]
  : ImageDataset<ItemOf<O>>;

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
  const settings = checkImageDatasetOptions(options ?? {});
  const files = await labeledFiles(directory, settings);
  const subsets = splitFiles(files.items, settings);
  const datasets = subsets.map(({ items, training }) => imageDataset(items, files, settings, training));
  return (settings.subset === 'both' ? datasets : datasets[0]) as unknown as ImageDatasetResult<O>;
}

interface LabeledFiles {
  readonly items: readonly LabeledFile[];
  readonly classNames: readonly string[];
  readonly skipped: readonly UnreadableImage[];
}

/** All files of the directory that can be used, in shuffled order if that is wanted. */
async function labeledFiles(directory: string, settings: ImageDatasetSettings): Promise<LabeledFiles> {
  const { filePaths, labels, classNames } = await indexDirectory(directory, settings);
  const found = `Found ${filePaths.length} files`;
  say(settings, classNames ? `${found} belonging to ${classNames.length} classes.` : `${found}.`);
  if (filePaths.length === 0) {
    const folders = classNames && 'Put the images of each class into a folder of their own inside it. ';
    throw new DataError(
      `No images found in directory ${directory}. ${folders ?? ''}Allowed formats: ${IMAGE_EXTENSIONS.join(', ')}`,
      { path: directory },
    );
  }
  checkLabels(settings, labels, classNames);
  let items: readonly LabeledFile[] = filePaths.map((path, i) => ({ path, label: labels?.[i] }));
  let skipped: readonly UnreadableImage[] = [];
  if (settings.unreadable === 'skip') {
    skipped = (await inspectImages(filePaths, settings)).bad;
    const bad = new Set(skipped.map(({ path }) => path));
    items = items.filter(({ path }) => !bad.has(path));
    if (bad.size > 0) say(settings, `Skipping ${bad.size} files that cannot be read.`);
    if (items.length === 0) {
      const { path, reason } = skipped[0];
      throw new DataError(
        `None of the ${bad.size} images in directory ${directory} can be read. The first, ${path}: ${reason}.`,
        { path: directory, skipped },
      );
    }
  }
  if (settings.shuffle) items = kerasShuffle(items, settings.seed);
  return { items, classNames: classNames ?? [], skipped };
}

function checkLabels(
  { labelMode }: ImageDatasetSettings,
  labels: readonly number[] | null,
  classNames: readonly string[] | null,
): void {
  if (!labels || !classNames) return;
  if (labelMode === 'binary' && classNames.length !== 2) {
    throw new DataError(
      'When passing `labelMode: "binary"`, there must be exactly 2 classNames. ' +
        `Received: classNames=[${classNames.join(', ')}]`,
      { classNames },
    );
  }
  const wrong = labels.find((label) => !Number.isInteger(label) || label < 0 || label >= classNames.length);
  if (wrong !== undefined && (labelMode !== 'int' || !Number.isInteger(wrong) || wrong < 0)) {
    throw new DataError(
      `The label ${wrong} is not a class index; with ${classNames.length} classes, 0 to ${classNames.length - 1} are expected.`,
      { label: wrong, classes: classNames.length },
    );
  }
}

interface Subset {
  readonly items: readonly LabeledFile[];
  readonly training: boolean;
}

function splitFiles(items: readonly LabeledFile[], settings: ImageDatasetSettings): Subset[] {
  const { subset, validationSplit } = settings;
  if (validationSplit === undefined) return [{ items, training: true }];
  const { training, validation } = divide(items, validationSplit, settings);
  const subsets: Subset[] = [];
  if (subset !== 'validation') {
    say(settings, `Using ${training.length} files for training.`);
    subsets.push({ items: training, training: true });
  }
  if (subset !== 'training') {
    say(settings, `Using ${validation.length} files for validation.`);
    subsets.push({ items: validation, training: false });
  }
  return subsets;
}

function divide(items: readonly LabeledFile[], share: number, { stratify, groupBy }: ImageDatasetSettings) {
  if (stratify) return stratifiedSplit(items, share, ({ label }) => label);
  if (groupBy) return groupedSplit(items, share, ({ path }) => groupBy(path));
  return kerasSplit(items, share);
}

function imageDataset(
  items: readonly LabeledFile[],
  { classNames, skipped }: LabeledFiles,
  settings: ImageDatasetSettings,
  training: boolean,
): ImageDataset<Input | InputBatch> {
  const inOrder = Dataset.from(items);
  const files = settings.shuffle && training ? inOrder.shuffle(items.length, settings.seed) : inOrder;
  const { batchSize } = settings;
  const dataset: Dataset<Input | InputBatch> =
    batchSize === null
      ? files.map((file) => loadImage(file, classNames.length, settings), { parallel: settings.parallel })
      : // Two batches are begun before they are asked for, so that the next one fills the gaps of the first.
        files
          .batch(batchSize)
          .map(batchLoader(classNames.length, settings), {
            parallel: 2,
            elementSpec: batchSpec(batchSize, classNames.length, settings),
          })
          .prefetch(1);
  const facts: ImageDatasetFacts = {
    classNames,
    classCounts: countClasses(items, classNames, settings),
    filePaths: items.map(({ path }) => path),
    skipped,
  };
  return Object.assign(dataset, facts);
}

function batchSpec(batchSize: number, classes: number, settings: ImageDatasetSettings): ElementSpec {
  const { imageSize, colorMode, interpolation, labelMode } = settings;
  // An image that has the size stays bytes.
  const dtype = interpolation === 'nearest' ? 'u8' : 'f32 or u8';
  const x = { shape: [batchSize, ...imageSize, CHANNELS[colorMode]], dtype };
  if (labelMode === null || settings.labels === null) return { x };
  if (labelMode === 'int') return { x, y: { shape: [batchSize], dtype: 'u32' } };
  return { x, y: { shape: [batchSize, labelMode === 'binary' ? 1 : classes], dtype: 'f32' } };
}

function countClasses(
  items: readonly LabeledFile[],
  classNames: readonly string[],
  { labels }: ImageDatasetSettings,
): number[] {
  const counts = new Map<number | undefined, number>();
  for (const { label } of items) counts.set(label, (counts.get(label) ?? 0) + 1);
  // Labels given by the caller need not count from 0: their classes are named by the numbers.
  return classNames.map((name, i) => counts.get(Array.isArray(labels) ? Number(name) : i) ?? 0);
}

function say({ verbose }: ImageDatasetSettings, message: string): void {
  if (verbose) console.log(message);
}
