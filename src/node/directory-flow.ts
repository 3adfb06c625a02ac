import { join, relative } from 'node:path';
import type { Batch } from '../data/batch.ts';
import type { ArraySpec } from '../data/element-spec.ts';
import { visibleFolders } from '../data/image-dataset/image-tree.ts';
import type { UnreadableImage } from '../data/image-dataset/unreadable-images.ts';
import type { ExifMode } from '../data/image-decoding.ts';
import { CHANNELS, type ColorMode } from '../data/raw-image.ts';
import { type ImageSize, resizeImage } from '../data/resize.ts';
import { resizeNearestPillow } from '../data/resize-nearest-pillow.ts';
import { DataError, listNames, ValueError } from '../errors.ts';
import { decodeImage } from './decode-image.ts';
import type { ImageSource } from './image-source.ts';
import { listFolder, listImages } from './index-directory.ts';
import { inspectImages } from './inspect-images.ts';

/** How a generator gives labels: one-hot rows, 0 or 1 as a float, class indices, the images themselves, or not at all. */
export type ClassMode = 'categorical' | 'binary' | 'sparse' | 'input' | null;

/** Parameters of `ImageDataGenerator.flowFromDirectory`: those of Keras 2 in camelCase. */
export interface FlowFromDirectoryOptions {
  /** Height and width of the images; default `[256, 256]`. */
  readonly targetSize?: ImageSize;
  /** Default `'rgb'`. */
  readonly colorMode?: ColorMode;
  /** The class folders, in the order of the class indices; default all, sorted. */
  readonly classes?: readonly string[];
  /** Default `'categorical'`. */
  readonly classMode?: ClassMode;
  /** Default 32. */
  readonly batchSize?: number;
  /** Whether each pass has an order of its own; default true. */
  readonly shuffle?: boolean;
  /** Integer from 0 to 2^32 - 1 for orders and transforms; default a random one. */
  readonly seed?: number;
  /** Which part to give, by the generator's `validationSplit`; default all. */
  readonly subset?: 'training' | 'validation';
  /** Whether links to folders inside a class are followed; default false. */
  readonly followLinks?: boolean;
  /** How images are resized: Pillow's `'nearest'`, or `'bilinear'` as TensorFlow does it; default `'nearest'`. */
  readonly interpolation?: 'nearest' | 'bilinear';
  /** `'skip'` decodes all images beforehand and leaves out those that cannot be read; default `'error'`. */
  readonly unreadable?: 'error' | 'skip';
  /** `'auto'` turns photos as their EXIF data says; default `'ignore'`, as Keras does. */
  readonly exif?: ExifMode;
  /** Whether to print the number of images found; default true. */
  readonly verbose?: boolean;
}

/** Image files with their classes. */
export interface ClassFiles {
  readonly filePaths: readonly string[];
  /** Paths from the directory. */
  readonly fileNames: readonly string[];
  /** Class index of each file. */
  readonly classes: readonly number[];
  /** Names of the classes, in the order of their indices. */
  readonly classNames: readonly string[];
  /** Class index of each class name. */
  readonly classIndices: Readonly<Record<string, number>>;
  /** Files left out as they cannot be read. */
  readonly skipped: readonly UnreadableImage[];
}

/** Which share of each class's files to take, from 0 to 1. */
export type Share = readonly [start: number, stop: number];

/** The share of a subset: validation is the first part, training the rest, as in Keras. */
export function shareOf(subset: 'training' | 'validation' | undefined, validationSplit: number): Share {
  if (subset === undefined) return [0, 1];
  if (subset !== 'training' && subset !== 'validation') {
    throw new ValueError(`\`subset\` must be "training" or "validation". Received: subset=${subset}`, { subset });
  }
  if (validationSplit === 0) {
    throw new ValueError(`Subset "${subset}" was asked for, but the generator has no \`validationSplit\`.`, { subset });
  }
  return subset === 'validation' ? [0, validationSplit] : [validationSplit, 1];
}

/**
 * Finds the images of a directory of class folders as Keras 2's `DirectoryIterator` does: of each class, the files from
 * `floor(start * n)` to `floor(stop * n)` in the order of their paths.
 *
 * @throws DataError when a folder cannot be read, a class has no folder, there are no images, or `'binary'` has not
 *   two classes.
 */
export async function findClassFiles(
  directory: string,
  { classes, classMode, followLinks = false, unreadable = 'error', verbose = true }: FlowFromDirectoryOptions,
  [start, stop]: Share,
): Promise<ClassFiles> {
  const folders = visibleFolders(await listFolder(directory));
  const names = classes ?? folders;
  const missing = names.find((name) => !folders.includes(name));
  if (missing !== undefined) {
    throw new DataError(
      `The folder ${directory} holds no class folder "${missing}"; it holds [${folders.join(', ')}].`,
      { path: directory, missing },
    );
  }
  if (classMode === 'binary' && names.length !== 2) {
    throw new DataError(
      `\`classMode: "binary"\` needs exactly 2 classes; ${directory} has ${names.length}: [${names.join(', ')}]. ` +
        'Use "categorical" or "sparse".',
      { classes: names },
    );
  }
  const found: { path: string; label: number }[] = [];
  const skipped: UnreadableImage[] = [];
  for (const [label, name] of names.entries()) {
    let paths = await listImages(join(directory, name), { followLinks });
    if (unreadable === 'skip') {
      const { good, bad } = await inspectImages(paths);
      paths = good;
      skipped.push(...bad);
    }
    const part = paths.slice(Math.floor(start * paths.length), Math.floor(stop * paths.length));
    found.push(...part.map((path) => ({ path, label })));
  }
  if (verbose) console.log(`Found ${found.length} images belonging to ${names.length} classes.`);
  if (verbose && skipped.length > 0) console.log(`Skipping ${skipped.length} files that cannot be read.`);
  if (found.length === 0) {
    throw new DataError(
      `No images to take in ${directory}. Put the images of each class into a folder of their own inside it` +
        `${stop - start < 1 ? ', or choose another `validationSplit`' : ''}.`,
      { path: directory },
    );
  }
  return {
    filePaths: found.map(({ path }) => path),
    fileNames: found.map(({ path }) => relative(directory, path)),
    classes: found.map(({ label }) => label),
    classNames: names,
    classIndices: Object.fromEntries(names.map((name, i) => [name, i])),
    skipped,
  };
}

/** The labels of a batch by class mode. `x` is the batch's images, for `'input'`. */
function classLabels(
  mode: Exclude<ClassMode, null>,
  labels: readonly number[],
  classes: number,
  x: Pick<Batch, 'x' | 'xShape'>,
): Pick<Batch, 'y' | 'yShape'> {
  switch (mode) {
    case 'input':
      return { y: Float32Array.from(x.x), yShape: x.xShape };
    case 'sparse':
      return { y: Uint32Array.from(labels), yShape: [labels.length] };
    case 'binary':
      return { y: Float32Array.from(labels), yShape: [labels.length, 1] };
    case 'categorical': {
      const y = new Float32Array(labels.length * classes);
      labels.forEach((label, i) => {
        y[i * classes + label] = 1;
      });
      return { y, yShape: [labels.length, classes] };
    }
  }
}

/** What one label looks like by class mode. */
function labelSpec(mode: Exclude<ClassMode, null>, classes: number, imageShape: readonly number[]): ArraySpec {
  const shapes = { input: imageShape, sparse: [], binary: [1], categorical: [classes] };
  return { shape: shapes[mode], dtype: mode === 'sparse' ? 'u32' : 'f32' };
}

/** Refuses wrong options with a `ValueError`. */
export function checkFlowOptions(options: FlowFromDirectoryOptions): void {
  const { targetSize = [256, 256], colorMode = 'rgb', classMode = 'categorical', interpolation = 'nearest' } = options;
  checkName('classMode', classMode, ['categorical', 'binary', 'sparse', 'input', null]);
  checkName('colorMode', colorMode, Object.keys(CHANNELS));
  checkName('interpolation', interpolation, ['nearest', 'bilinear']);
  checkName('exif', options.exif ?? 'ignore', ['ignore', 'auto']);
  if (targetSize.length !== 2 || !targetSize.every((side) => Number.isInteger(side) && side >= 1)) {
    throw new ValueError(`\`targetSize\` is [${targetSize.join(', ')}]; height and width in pixels are expected.`, {
      targetSize,
    });
  }
}

/** Images out of files, decoded and resized when they are asked for. */
export function directorySource(files: ClassFiles, options: FlowFromDirectoryOptions): ImageSource {
  const {
    targetSize = [256, 256],
    colorMode = 'rgb',
    classMode = 'categorical',
    interpolation = 'nearest',
    exif = 'ignore',
  } = options;
  const [height, width] = targetSize;
  const channels = CHANNELS[colorMode];
  const imageShape = [height, width, channels] as const;
  const resize = interpolation === 'nearest' ? resizeNearestPillow : resizeImage;
  const { filePaths, classes, classNames } = files;
  return {
    count: filePaths.length,
    imageShape,
    image: async (index) => {
      const decoded = await decodeImage(filePaths[index], colorMode, { exif });
      return { pixels: resize(decoded, targetSize), height, width, channels };
    },
    ...(classMode !== null && {
      labels: (indices, inputs) => {
        const labels = indices.map((index) => classes[index]);
        return classLabels(classMode, labels, classNames.length, inputs);
      },
      labelSpec: labelSpec(classMode, classNames.length, imageShape),
    }),
  };
}

function checkName(name: string, value: string | null, choices: readonly (string | null)[]): void {
  if (choices.includes(value)) return;
  const names = listNames(choices.filter((choice) => choice !== null));
  throw new ValueError(
    `\`${name}\` is "${value}"; one of ${names}${choices.includes(null) ? ' or null' : ''} is expected.`,
    {
      [name]: value,
    },
  );
}
