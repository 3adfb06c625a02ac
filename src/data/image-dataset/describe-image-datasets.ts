import { DataError } from '../../errors.ts';
import { groupedSplit, stratifiedSplit } from '../fair-split.ts';
import { IMAGE_EXTENSIONS } from '../image-names.ts';
import { kerasShuffle, kerasSplit } from '../keras-split.ts';
import type { ImageDatasetDescription } from './image-dataset.ts';
import type { ImageDatasetSettings } from './image-dataset-options.ts';
import type { ImageReader } from './image-reader.ts';
import type { ImageFile, ImageTree } from './image-tree.ts';
import { indexImages } from './index-images.ts';
import type { Labeled } from './load-images.ts';
import { sortOutUnreadable, type UnreadableImage } from './unreadable-images.ts';

/**
 * Finds the images of a directory and splits them, as `keras.utils.image_dataset_from_directory` does, with its
 * messages.
 *
 * @returns the data set; with `subset: 'both'` that for training and that for validation.
 * @throws DataError when the directory cannot be read or holds no images or too few to split.
 */
export async function describeImageDatasets<F extends ImageFile>(
  tree: ImageTree<F>,
  directory: string,
  settings: ImageDatasetSettings,
  reader: Pick<ImageReader<F>, 'decode'>,
): Promise<ImageDatasetDescription<F>[]> {
  const { items, classNames, skipped } = await labeledFiles(tree, directory, settings, reader);
  // How to group is a function, which no worker could be given; it has done its work when the subsets are there.
  const { groupBy: _, ...plain } = settings;
  return splitFiles(items, settings).map((subset) => ({ ...subset, classNames, skipped, settings: plain }));
}

interface LabeledFiles<F extends ImageFile> {
  readonly items: readonly Labeled<F>[];
  readonly classNames: readonly string[];
  readonly skipped: readonly UnreadableImage[];
}

/** All files of the directory that can be used, in shuffled order if that is wanted. */
async function labeledFiles<F extends ImageFile>(
  tree: ImageTree<F>,
  directory: string,
  settings: ImageDatasetSettings,
  reader: Pick<ImageReader<F>, 'decode'>,
): Promise<LabeledFiles<F>> {
  const { files, labels, classNames } = await indexImages(tree, directory, settings);
  const found = `Found ${files.length} files`;
  say(settings, classNames ? `${found} belonging to ${classNames.length} classes.` : `${found}.`);
  if (files.length === 0) {
    const folders = classNames && 'Put the images of each class into a folder of their own inside it. ';
    throw new DataError(
      `No images found in ${named(directory)}. ${folders ?? ''}Allowed formats: ${IMAGE_EXTENSIONS.join(', ')}`,
      { path: directory },
    );
  }
  checkLabels(settings, labels, classNames);
  const labeled = files.map((file, i): Labeled<F> => ({ ...file, label: labels?.[i] }));
  const { good, bad } =
    settings.unreadable === 'skip'
      ? await sortOutUnreadable(labeled, reader, settings.parallel)
      : { good: labeled, bad: [] };
  if (bad.length > 0) say(settings, `Skipping ${bad.length} files that cannot be read.`);
  const [first] = bad;
  if (good.length === 0 && first !== undefined) {
    throw new DataError(
      `None of the ${bad.length} images in ${named(directory)} can be read. The first, ${first.path}: ${first.reason}.`,
      { path: directory, skipped: bad },
    );
  }
  const items = settings.shuffle ? kerasShuffle(good, settings.seed) : good;
  return { items, classNames: classNames ?? [], skipped: bad };
}

/** In a page, the directory that holds everything has no name. */
const named = (directory: string): string => (directory === '' ? 'the folder of all files' : `directory ${directory}`);

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

type Subset<F extends ImageFile> = Pick<ImageDatasetDescription<F>, 'items' | 'training'>;

function splitFiles<F extends ImageFile>(items: readonly Labeled<F>[], settings: ImageDatasetSettings): Subset<F>[] {
  const { subset, validationSplit } = settings;
  if (validationSplit === undefined) return [{ items, training: true }];
  const { training, validation } = divide(items, validationSplit, settings);
  const subsets: Subset<F>[] = [];
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

function divide<F extends ImageFile>(
  items: readonly Labeled<F>[],
  share: number,
  { stratify, groupBy }: ImageDatasetSettings,
) {
  if (stratify) return stratifiedSplit(items, share, ({ label }) => label);
  if (groupBy) return groupedSplit(items, share, ({ path }) => groupBy(path));
  return kerasSplit(items, share);
}

function say({ verbose }: ImageDatasetSettings, message: string): void {
  if (verbose) console.log(message);
}
