import type { Batch, Input, InputBatch, Sample } from '../batch.ts';
import { Dataset } from '../dataset.ts';
import type { ElementSpec } from '../element-spec.ts';
import { CHANNELS } from '../raw-image.ts';
import type { ImageDatasetSettings } from './image-dataset-options.ts';
import type { ImageReader } from './image-reader.ts';
import type { ImageFile } from './image-tree.ts';
import { batchLoader, type Labeled, loadImage } from './load-images.ts';
import type { UnreadableImage } from './unreadable-images.ts';

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

/** What an item of an image data set is, for options of type `O`. */
export type ItemOf<O> = O extends { labels: null } | { labelMode: null }
  ? O extends { batchSize: null }
    ? Input
    : InputBatch
  : O extends { batchSize: null }
    ? Sample
    : Batch;

/** What `imageDatasetFromDirectory` gives for options of type `O`. */
export type ImageDatasetResult<O> = O extends { subset: 'both' }
  ? [training: ImageDataset<ItemOf<O>>, validation: ImageDataset<ItemOf<O>>]
  : ImageDataset<ItemOf<O>>;

/** All that an image data set is made of: plain values, from which it can be made again, in a worker for instance. */
export interface ImageDatasetDescription<F extends ImageFile> {
  /** The images, in the order of a pass that does not shuffle. */
  readonly items: readonly Labeled<F>[];
  readonly classNames: readonly string[];
  readonly skipped: readonly UnreadableImage[];
  readonly settings: Omit<ImageDatasetSettings, 'groupBy'>;
  /** Whether each pass has an order of its own, where `settings.shuffle` is set. */
  readonly training: boolean;
}

/** The dataset of some images, which are decoded and resized while it is read. */
export function imageDataset<F extends ImageFile>(
  { items, classNames, skipped, settings, training }: ImageDatasetDescription<F>,
  reader: ImageReader<F>,
): ImageDataset<Input | InputBatch> {
  const inOrder = Dataset.from(items);
  const files = settings.shuffle && training ? inOrder.shuffle(items.length, settings.seed) : inOrder;
  const { batchSize, parallel } = settings;
  const classes = classNames.length;
  const dataset: Dataset<Input | InputBatch> =
    batchSize === null
      ? files.map((file) => loadImage(file, reader, classes, settings), { parallel })
      : // Two batches are begun before they are asked for, so that the next one fills the gaps of the first.
        files
          .batch(batchSize)
          .map(batchLoader(reader, classes, settings), {
            parallel: 2,
            elementSpec: batchSpec(batchSize, classes, settings),
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
  items: readonly Labeled<ImageFile>[],
  classNames: readonly string[],
  { labels }: ImageDatasetSettings,
): number[] {
  const counts = new Map<number | undefined, number>();
  for (const { label } of items) counts.set(label, (counts.get(label) ?? 0) + 1);
  // Labels given by the caller need not count from 0: their classes are named by the numbers.
  return classNames.map((name, i) => counts.get(Array.isArray(labels) ? Number(name) : i) ?? 0);
}
