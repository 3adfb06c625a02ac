import { totalmem } from 'node:os';
import { basename, resolve } from 'node:path';
import { ConfigError, DataError, listNames } from '../errors.ts';
import { Dataset, type ImagePreprocessing, inputShapeOf, type Sample } from '../index.ts';
import {
  type FolderLayout,
  findFolderLayout,
  type ImageDataset,
  imageDatasetFromDirectory,
  type UnreadableImage,
} from '../node/index.ts';
import { chooseImageSize } from './choose-image-size.ts';
import type { EvaluatedPart, EvaluationData, Part, TrainingData } from './data-parts.ts';
import { printable } from './printable.ts';

/** How a folder is read for training. */
export interface FolderTrainingOptions {
  readonly validationSplit: number | undefined;
  readonly seed: number;
  readonly imageSize: readonly [number, number] | undefined;
  readonly colorMode: ImagePreprocessing['colorMode'] | undefined;
  /** Whether an unreadable image is an error rather than left out. */
  readonly strict: boolean;
}

const DEFAULT_SPLIT = 0.2;
const SHOWN_CLASSES = 12;

/**
 * Finds the images of a folder of class folders, or of `train` (and `validation` or `val`, and `test`) with class
 * folders in them. Without a validation folder, a part of the training images is split off as Keras does.
 *
 * @throws DataError when there are no images of at least two classes, or the parts differ in their classes.
 */
export async function loadFolderTrainingData(folder: string, options: FolderTrainingOptions): Promise<TrainingData> {
  const folders = await findParts(folder, options);
  const preprocessing: ImagePreprocessing = {
    classNames: folders.classNames,
    imageSize: options.imageSize ?? (await chooseImageSize(folders.training)),
    colorMode: options.colorMode ?? 'rgb',
    interpolation: 'bilinear',
  };
  const [training, validation] = await readTraining(folders, preprocessing, options);
  const test = folders.test === undefined ? null : await readInOrder(folders.test, preprocessing);
  const datasets = test ? [training, validation, test] : [training, validation];
  const skipped = uniqueByPath(datasets.flatMap((dataset) => dataset.skipped));
  refuseSkipped(skipped, options.strict);
  requireReadableClasses(folders, training, validation);
  const cached = fitsInMemory(datasets, preprocessing);
  return {
    name: basename(resolve(folder)),
    preprocessing,
    training: trainingPart(training, options.seed, cached),
    validation: part(validation, cached),
    test: test && part(test, false),
    skipped,
  };
}

/** The folders of class folders, and the classes, which all of them have. */
interface PartFolders {
  readonly training: string;
  readonly validation: string | undefined;
  readonly test: string | undefined;
  readonly classNames: readonly string[];
}

async function findParts(folder: string, { validationSplit }: FolderTrainingOptions): Promise<PartFolders> {
  const layout = await findFolderLayout(folder);
  const isSplit = layout.kind === 'split';
  const training = isSplit ? layout.train : folder;
  const validation = isSplit ? layout.validation : undefined;
  const test = isSplit ? layout.test : undefined;
  const classNames = isSplit ? await classesOf(training) : layout.classNames;
  requireTwoClasses(training, classNames);
  for (const other of [validation, test]) if (other !== undefined) await requireClasses(other, classNames, training);
  if (validation !== undefined && validationSplit !== undefined) {
    throw new ConfigError(
      `--validation-split was given, but ${validation} holds the validation images. Leave the option out, or rename that folder.`,
      { folder: validation },
    );
  }
  return { training, validation, test, classNames };
}

/** Training and validation images; without a folder for the latter, by Keras's split. */
async function readTraining(
  folders: PartFolders,
  preprocessing: ImagePreprocessing,
  { seed, validationSplit = DEFAULT_SPLIT }: FolderTrainingOptions,
): Promise<readonly [training: ImageDataset<Sample>, validation: ImageDataset<Sample>]> {
  const options = { ...sampleOptions(preprocessing), seed };
  if (folders.validation === undefined) {
    return imageDatasetFromDirectory(folders.training, { ...options, validationSplit, subset: 'both' });
  }
  const training = await imageDatasetFromDirectory(folders.training, options);
  return [training, await readInOrder(folders.validation, preprocessing)];
}

/**
 * Finds the images of a folder to evaluate a model on: those in `test`, else in `validation` or `val`, else all.
 *
 * @param options.allParts whether the other parts of the folder are wanted too.
 * @throws DataError when its classes are not the model's.
 */
export async function loadFolderEvaluationData(
  folder: string,
  preprocessing: ImagePreprocessing,
  { strict, allParts }: { readonly strict: boolean; readonly allParts: boolean },
): Promise<EvaluationData> {
  const layout = await findFolderLayout(folder);
  const found = evaluatedParts(folder, layout);
  const parts: EvaluatedPart[] = [];
  const skipped: UnreadableImage[] = [];
  for (const [partName, from] of allParts ? found : found.slice(0, 1)) {
    await requireClasses(from, preprocessing.classNames, 'the model');
    const dataset = await readInOrder(from, preprocessing);
    skipped.push(...dataset.skipped);
    parts.push({ partName, part: part(dataset, false) });
  }
  refuseSkipped(skipped, strict);
  const [first, ...others] = parts as [EvaluatedPart, ...EvaluatedPart[]];
  return { name: basename(resolve(folder)), ...first, others, skipped };
}

/** The parts of a folder, that to evaluate on first. */
function evaluatedParts(
  folder: string,
  layout: FolderLayout,
): readonly (readonly [EvaluatedPart['partName'], string])[] {
  if (layout.kind === 'classes') return [['all', folder]];
  const { train, validation, test } = layout;
  if (test === undefined && validation === undefined) {
    throw new DataError(
      `The folder ${folder} has training images only. Name a folder of class folders, such as ${train}.`,
      { path: folder },
    );
  }
  return [
    ...(test === undefined ? [] : [['test', test] as const]),
    ...(validation === undefined ? [] : [['validation', validation] as const]),
    ['training', train],
  ];
}

async function classesOf(folder: string): Promise<readonly string[]> {
  const layout = await findFolderLayout(folder);
  if (layout.kind === 'classes') return layout.classNames;
  throw new DataError(`The folder ${folder} holds a folder "train" once more; class folders are expected.`, {
    path: folder,
  });
}

function requireTwoClasses(folder: string, classNames: readonly string[]): void {
  if (classNames.length >= 2) return;
  throw new DataError(
    `The folder ${folder} has images of only one class (${listNames(classNames)}). Training needs at least two: put the ` +
      'images of each class into a folder of their own.',
    { path: folder, classNames },
  );
}

/** Of two classes images must be readable, and must have come to the training part. */
function requireReadableClasses(
  { training: folder, validation: ownFolder, classNames }: PartFolders,
  training: ImageDataset<Sample>,
  validation: ImageDataset<Sample>,
): void {
  const has = ({ classCounts }: ImageDataset<Sample>, i: number) => (classCounts[i] ?? 0) > 0;
  const splitOff = ownFolder === undefined ? [validation] : [];
  requireTwoClasses(
    folder,
    classNames.filter((_, i) => [training, ...splitOff].some((part) => has(part, i))),
  );
  const trained = classNames.filter((_, i) => has(training, i));
  if (trained.length >= 2) return;
  throw new DataError(
    `All images for training (${training.filePaths.length}) are of one class (${listNames(trained)}); those of the others ` +
      'went to validation. Give more images, a smaller --validation-split or another --seed.',
    { path: folder, classNames: trained },
  );
}

/** The classes of a folder must be those of the training images or of the model. */
async function requireClasses(folder: string, expected: readonly string[], of: string): Promise<void> {
  const found = await classesOf(folder);
  const unknown = found.filter((name) => !expected.includes(name));
  const missing = expected.filter((name) => !found.includes(name));
  if (unknown.length === 0 && missing.length === 0) return;
  const differences = [
    ...(unknown.length > 0 ? [`has ${listClasses(unknown)} in addition`] : []),
    ...(missing.length > 0 ? [`has no images of ${listClasses(missing)}`] : []),
  ];
  throw new DataError(
    `The classes in ${folder} are not those of ${of} (${listClasses(expected)}): it ${differences.join(' and ')}.`,
    { path: folder, expected, found },
  );
}

/** The first of many names. */
function listClasses(names: readonly string[]): string {
  const more = names.length - SHOWN_CLASSES;
  return more > 0 ? `${listNames(names.slice(0, SHOWN_CLASSES))} and ${more} more` : listNames(names);
}

const sampleOptions = ({ classNames, imageSize, colorMode, interpolation }: ImagePreprocessing) =>
  ({
    classNames,
    imageSize,
    colorMode,
    interpolation,
    batchSize: null,
    unreadable: 'skip',
    verbose: false,
  }) as const;

const readInOrder = async (folder: string, preprocessing: ImagePreprocessing): Promise<ImageDataset<Sample>> =>
  imageDatasetFromDirectory(folder, { ...sampleOptions(preprocessing), shuffle: false });

function refuseSkipped(skipped: readonly UnreadableImage[], strict: boolean): void {
  if (!strict || skipped.length === 0) return;
  const lines = skipped.map(({ path, reason }) => `  ${printable(path)}: ${reason}`);
  throw new DataError(
    `${skipped.length === 1 ? 'An image' : `${skipped.length} images`} cannot be read:\n${lines.join('\n')}\nRepair or remove ${skipped.length === 1 ? 'it' : 'them'}, or leave out --strict.`,
    { skipped },
  );
}

const uniqueByPath = (images: readonly UnreadableImage[]): UnreadableImage[] => [
  ...new Map(images.map((image) => [image.path, image])).values(),
];

/** Decoded images are kept where they take at most a quarter of the machine's memory. */
function fitsInMemory(datasets: readonly ImageDataset<Sample>[], preprocessing: ImagePreprocessing): boolean {
  const images = datasets.reduce((sum, { filePaths }) => sum + filePaths.length, 0);
  const values = inputShapeOf(preprocessing).reduce((product, n) => product * n, 1);
  return images * values * Float32Array.BYTES_PER_ELEMENT <= totalmem() / 4;
}

/** A pass comes in a new order. The first reads files, so that training begins at once; later ones come from memory. */
function trainingPart(dataset: ImageDataset<Sample>, seed: number, cached: boolean): Part {
  const { classCounts, filePaths } = dataset;
  const count = filePaths.length;
  if (!cached) return { samples: dataset, count, classCounts };
  const kept = dataset.cache();
  const shuffled = kept.shuffle(count, seed);
  let passes = 0;
  const samples = Dataset.from(() => (passes++ === 0 ? kept : shuffled), { length: count });
  return { samples, count, classCounts };
}

const part = (dataset: ImageDataset<Sample>, cached: boolean): Part => ({
  samples: cached ? dataset.cache() : dataset,
  count: dataset.filePaths.length,
  classCounts: dataset.classCounts,
});
