import { totalmem } from 'node:os';
import { basename, resolve } from 'node:path';
import { ConfigError, DataError, listNames } from '../errors.ts';
import type { Sample } from '../index.ts';
import {
  type FolderLayout,
  findFolderLayout,
  type ImageDataset,
  imageDatasetFromDirectory,
  type UnreadableImage,
} from '../node/index.ts';
import { chooseImageSize } from './choose-image-size.ts';
import type { EvaluationData, Part, TrainingData } from './data-parts.ts';
import { type ImagePreprocessing, inputShapeOf } from './preprocessing.ts';

/** How a folder is read for training. */
export interface FolderTrainingOptions {
  readonly validationSplit: number | undefined;
  readonly seed: number;
  readonly imageSize: readonly [number, number] | undefined;
  readonly colorMode: ImagePreprocessing['colorMode'];
  /** Whether an unreadable image is an error rather than left out. */
  readonly strict: boolean;
}

const DEFAULT_SPLIT = 0.2;
/** Images drawn at random from this many decoded ones, when they are kept in memory. */
const SHUFFLE_BUFFER = 2048;

/**
 * Finds the images of a folder of class folders, or of `train` (and `validation` or `val`, and `test`) with class
 * folders in them. Without a validation folder, a part of the training images is split off as Keras does.
 *
 * @throws DataError when there are no images of at least two classes, or the parts differ in their classes.
 */
export async function loadFolderTrainingData(folder: string, options: FolderTrainingOptions): Promise<TrainingData> {
  const layout = await findFolderLayout(folder);
  const trainingFolder = layout.kind === 'split' ? layout.train : folder;
  const classNames = await classesOf(trainingFolder, layout);
  requireTwoClasses(trainingFolder, classNames);
  const validationFolder = layout.kind === 'split' ? layout.validation : undefined;
  const testFolder = layout.kind === 'split' ? layout.test : undefined;
  for (const other of [validationFolder, testFolder])
    if (other) await requireClasses(other, classNames, trainingFolder);
  if (validationFolder && options.validationSplit !== undefined) {
    throw new ConfigError(
      `--validation-split was given, but ${validationFolder} holds the validation images. Leave the option out, or rename that folder.`,
      { folder: validationFolder },
    );
  }
  const imageSize = options.imageSize ?? (await chooseImageSize(trainingFolder));
  const preprocessing: ImagePreprocessing = {
    classNames,
    imageSize,
    colorMode: options.colorMode,
    interpolation: 'bilinear',
  };
  const { strict, seed } = options;
  const read = (from: string) => readInOrder(from, preprocessing);
  const [training, validation] = validationFolder
    ? [
        await imageDatasetFromDirectory(trainingFolder, { ...sampleOptions(preprocessing), seed }),
        await read(validationFolder),
      ]
    : await imageDatasetFromDirectory(trainingFolder, {
        ...sampleOptions(preprocessing),
        seed,
        validationSplit: options.validationSplit ?? DEFAULT_SPLIT,
        subset: 'both',
      });
  const test = testFolder ? await read(testFolder) : null;
  const datasets = test ? [training, validation, test] : [training, validation];
  const skipped = uniqueByPath(datasets.flatMap((dataset) => dataset.skipped));
  refuseSkipped(skipped, strict);
  requireTwoClasses(
    trainingFolder,
    classNames.filter((_, i) => (training.classCounts[i] ?? 0) > 0),
  );
  const cached = fitsInMemory(datasets, preprocessing);
  return {
    name: basename(resolve(folder)),
    preprocessing,
    training: trainingPart(training, seed, cached),
    validation: part(validation, cached),
    test: test && part(test, false),
    skipped,
  };
}

/**
 * Finds the images of a folder to evaluate a model on: those in `test`, else in `validation` or `val`, else all.
 *
 * @throws DataError when its classes are not the model's.
 */
export async function loadFolderEvaluationData(
  folder: string,
  preprocessing: ImagePreprocessing,
  strict: boolean,
): Promise<EvaluationData> {
  const layout = await findFolderLayout(folder);
  const [partName, from] = evaluatedPart(folder, layout);
  await requireClasses(from, preprocessing.classNames, 'the model');
  const dataset = await readInOrder(from, preprocessing);
  refuseSkipped(dataset.skipped, strict);
  return { name: basename(resolve(folder)), partName, part: part(dataset, false), skipped: dataset.skipped };
}

function evaluatedPart(folder: string, layout: FolderLayout): [EvaluationData['partName'], string] {
  if (layout.kind === 'classes') return ['all', folder];
  if (layout.test !== undefined) return ['test', layout.test];
  if (layout.validation !== undefined) return ['validation', layout.validation];
  throw new DataError(
    `The folder ${folder} has training images only. Name a folder of class folders, such as ${layout.train}.`,
    { path: folder },
  );
}

async function classesOf(folder: string, known?: FolderLayout): Promise<readonly string[]> {
  const layout = known?.kind === 'classes' ? known : await findFolderLayout(folder);
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

/** The classes of a folder must be those of the training images or of the model. */
async function requireClasses(folder: string, expected: readonly string[], of: string): Promise<void> {
  const found = await classesOf(folder);
  const unknown = found.filter((name) => !expected.includes(name));
  const missing = expected.filter((name) => !found.includes(name));
  if (unknown.length === 0 && missing.length === 0) return;
  const differences = [
    ...(unknown.length > 0 ? [`has ${listNames(unknown)} in addition`] : []),
    ...(missing.length > 0 ? [`has no images of ${listNames(missing)}`] : []),
  ];
  throw new DataError(
    `The classes in ${folder} are not those of ${of} (${listNames(expected)}): it ${differences.join(' and ')}.`,
    { path: folder, expected, found },
  );
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
  const lines = skipped.map(({ path, reason }) => `  ${path}: ${reason}`);
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

/** A pass comes in a new order; from memory, a first order of all files is shuffled again through a buffer. */
function trainingPart(dataset: ImageDataset<Sample>, seed: number, cached: boolean): Part {
  const samples = cached ? dataset.cache().shuffle(Math.min(SHUFFLE_BUFFER, dataset.filePaths.length), seed) : dataset;
  return { samples, count: dataset.filePaths.length, classCounts: dataset.classCounts };
}

const part = (dataset: ImageDataset<Sample>, cached: boolean): Part => ({
  samples: cached ? dataset.cache() : dataset,
  count: dataset.filePaths.length,
  classCounts: dataset.classCounts,
});
