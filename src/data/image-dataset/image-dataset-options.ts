import { listNames, ValueError } from '../../errors.ts';
import type { ExifMode } from '../image-decoding.ts';
import { CHANNELS, type ColorMode } from '../raw-image.ts';
import type { ImageSize, Interpolation, ResizeOptions } from '../resize.ts';
import type { IndexOptions } from './index-images.ts';

/** How labels are given: class index, one-hot row, 0 or 1 as a float, or not at all. */
export type LabelMode = 'int' | 'categorical' | 'binary' | null;

/** Parameters of `imageDatasetFromDirectory` and `imageDatasetFromFiles`: those of Keras in camelCase, and how to treat unreadable files. */
export interface ImageDatasetOptions extends IndexOptions, ResizeOptions {
  /** Default `'int'`. */
  readonly labelMode?: LabelMode;
  /** Default `'rgb'`. */
  readonly colorMode?: ColorMode;
  /** Images per batch, or null for single images; default 32. */
  readonly batchSize?: number | null;
  /** Height and width in pixels, or one number for both; default `[256, 256]`. */
  readonly imageSize?: ImageSize | number;
  /** Whether to shuffle before splitting, and the training images again in each pass; default true. */
  readonly shuffle?: boolean;
  /** Integer from 0 to 2^32 - 1; default a random one. */
  readonly seed?: number;
  /** Part of the images to keep for validation, between 0 and 1; needs `subset`. */
  readonly validationSplit?: number;
  /** Which part to give; needs `validationSplit`. */
  readonly subset?: 'training' | 'validation' | 'both';
  /** Whether the split takes the same share of each class; default false, as Keras does. Needs `validationSplit`. */
  readonly stratify?: boolean;
  /**
   * Gives the group of an image by its path, such as a patient's number; the split keeps the images of a group together,
   * as near to `validationSplit` as the groups allow. Default none. Needs `validationSplit`; not with `stratify`.
   */
  readonly groupBy?: (path: string) => string;
  /** Whether to print the numbers of files found and used; default true. */
  readonly verbose?: boolean;
  /**
   * `'error'`: an unreadable image stops the pass that meets it. `'skip'`: all images are decoded once beforehand, and
   * the dataset, and the split, are made of those that can be read. Default `'error'`.
   */
  readonly unreadable?: 'error' | 'skip';
  /** `'auto'` turns photos as their EXIF data says; default `'ignore'`, as Keras does. */
  readonly exif?: ExifMode;
  /**
   * How many images are under way at once, so that some are read or resized while others are decoded; default four per
   * processor core in Node, one per core in a page. Node decodes no more of them at a time than its thread pool has
   * threads: 4, unless the environment variable `UV_THREADPOOL_SIZE` says otherwise when the process starts.
   */
  readonly parallel?: number;
}

/** {@link ImageDatasetOptions}, checked and with the defaults filled in. */
export interface ImageDatasetSettings extends IndexOptions, ResizeOptions {
  readonly labelMode: LabelMode;
  readonly colorMode: ColorMode;
  readonly batchSize: number | null;
  readonly imageSize: ImageSize;
  readonly shuffle: boolean;
  readonly seed: number;
  readonly validationSplit?: number;
  readonly subset?: 'training' | 'validation' | 'both';
  readonly stratify?: boolean;
  readonly groupBy?: (path: string) => string;
  readonly verbose: boolean;
  readonly unreadable: 'error' | 'skip';
  readonly exif: ExifMode;
  readonly parallel: number;
}

/**
 * Fills in the defaults and refuses what Keras refuses, in its words.
 *
 * @param parallel the default of the option of that name.
 * @throws ValueError for options that are wrong or do not go together.
 */
export function checkImageDatasetOptions(options: ImageDatasetOptions, parallel: number): ImageDatasetSettings {
  const { imageSize = 256 } = options;
  const settings = {
    labelMode: 'int',
    colorMode: 'rgb',
    batchSize: 32,
    interpolation: 'bilinear',
    shuffle: true,
    verbose: true,
    unreadable: 'error',
    exif: 'ignore',
    ...options,
    imageSize: typeof imageSize === 'number' ? ([imageSize, imageSize] as const) : imageSize,
    // Keras draws its default seed from the same range.
    seed: options.seed ?? Math.floor(Math.random() * 1e6),
    parallel: options.parallel ?? parallel,
  } satisfies ImageDatasetSettings;
  checkChoice('labelMode', settings.labelMode, ['int', 'categorical', 'binary', null]);
  checkChoice('colorMode', settings.colorMode, Object.keys(CHANNELS));
  checkChoice('interpolation', settings.interpolation, ['bilinear', 'nearest'] satisfies Interpolation[]);
  checkChoice('unreadable', settings.unreadable, ['error', 'skip']);
  checkChoice('exif', settings.exif, ['ignore', 'auto'] satisfies ExifMode[]);
  checkLabelSource(options);
  checkSizes(settings);
  checkSplit(options);
  return settings.labelMode === null ? { ...settings, labels: null } : settings;
}

function checkChoice(name: string, value: unknown, choices: readonly (string | null)[]): void {
  if (choices.includes(value as string | null)) return;
  const names = listNames(choices.filter((choice) => choice !== null));
  throw new ValueError(
    `\`${name}\` must be one of ${names}${choices.includes(null) ? ' or null' : ''}. Received: ${name}=${value}`,
    { [name]: value },
  );
}

function checkLabelSource({ labels = 'inferred', labelMode, classNames }: ImageDatasetOptions): void {
  if (labels !== null && labels !== 'inferred' && !Array.isArray(labels)) {
    throw new ValueError(
      '`labels` must be "inferred", an array with one class index for each image file, or null for no labels. ' +
        `Received: labels=${labels}`,
      { labels },
    );
  }
  if (classNames && (labels !== 'inferred' || labelMode === null)) {
    throw new ValueError('You can only pass `classNames` if `labels` is "inferred" and `labelMode` is not null.', {
      labels,
      labelMode,
      classNames,
    });
  }
}

function checkSizes(settings: ImageDatasetSettings): void {
  const { imageSize, batchSize, parallel, cropToAspectRatio, padToAspectRatio } = settings;
  const positive = (value: unknown) => Number.isInteger(value) && (value as number) > 0;
  if (imageSize.length !== 2 || !imageSize.every(positive)) {
    throw new ValueError(
      `Invalid \`imageSize\` value. Expected 2 positive integers, height and width. Received: imageSize=${imageSize}`,
      { imageSize },
    );
  }
  if (batchSize !== null && !positive(batchSize)) {
    throw new ValueError(`\`batchSize\` must be a positive integer or null. Received: batchSize=${batchSize}`, {
      batchSize,
    });
  }
  if (!positive(parallel)) {
    throw new ValueError(`\`parallel\` must be a positive integer. Received: parallel=${parallel}`, { parallel });
  }
  if (cropToAspectRatio && padToAspectRatio) {
    throw new ValueError('Only one of `padToAspectRatio`, `cropToAspectRatio` can be set to `true`.');
  }
}

function checkSplit({ validationSplit, subset, shuffle = true, seed, ...options }: ImageDatasetOptions): void {
  const { stratify = false, groupBy } = options;
  if (validationSplit !== undefined && !(validationSplit > 0 && validationSplit < 1)) {
    throw new ValueError(`\`validationSplit\` must be between 0 and 1, received: ${validationSplit}`, {
      validationSplit,
    });
  }
  if ((validationSplit === undefined) !== (subset === undefined)) {
    throw new ValueError('If `subset` is set, `validationSplit` must be set, and inversely.', {
      validationSplit,
      subset,
    });
  }
  if ((stratify || groupBy) && validationSplit === undefined) {
    throw new ValueError('`stratify` and `groupBy` say how to split; `validationSplit` and `subset` must be set, too.');
  }
  if (stratify && groupBy) {
    throw new ValueError('Only one of `stratify` and `groupBy` can be set: groups cannot be divided by class.');
  }
  if (subset !== undefined) checkChoice('subset', subset, ['training', 'validation', 'both']);
  if (validationSplit !== undefined && shuffle && seed === undefined) {
    throw new ValueError(
      'If using `validationSplit` and shuffling the data, you must provide a `seed` argument, to make sure that there ' +
        'is no overlap between the training and validation subset.',
    );
  }
}
