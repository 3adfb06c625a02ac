import { ConfigError, DataError, listNames } from '../errors.ts';
import type { ImagePreprocessing } from '../index.ts';
import { errorCode } from '../node/error-reason.ts';
import { datasetNames } from '../node/index.ts';
import type { EvaluationData, TrainingData } from './data-parts.ts';
import { type FolderTrainingOptions, loadFolderEvaluationData, loadFolderTrainingData } from './folder-data.ts';
import { loadNamedEvaluationData, loadNamedTrainingData } from './named-data.ts';
import type { Output } from './output.ts';

/** What `train` says about its data. */
export interface TrainingDataOptions extends FolderTrainingOptions {
  readonly dataDir: string | undefined;
}

const NAMED_SPLIT = 0.1;

/** Whether DATA names a set; anything else is a folder. */
export const isNamedSet = (data: string): boolean => datasetNames.includes(data);

/**
 * Refuses options that do not go with the data.
 *
 * @throws ConfigError that says which.
 */
export function checkDataOptions(data: string, { dataDir, imageSize, colorMode }: Partial<TrainingDataOptions>): void {
  if (isNamedSet(data) && imageSize !== undefined) {
    throw new ConfigError(`--image-size is for folders of images; those of "${data}" have one size.`, { data });
  }
  if (isNamedSet(data) && colorMode !== undefined) {
    throw new ConfigError(`--color-mode is for folders of images; those of "${data}" have one.`, { data });
  }
  if (!isNamedSet(data) && dataDir !== undefined) {
    throw new ConfigError(
      `--data-dir is for the named sets ${listNames(datasetNames)}; "${data}" is taken as a folder.`,
      { data },
    );
  }
}

/** Finds training, validation and test images in a named set or a folder. Throws `DataError` where it cannot. */
export function loadTrainingData(data: string, options: TrainingDataOptions, output: Output): Promise<TrainingData> {
  if (!isNamedSet(data)) return explainMissingFolder(data, loadFolderTrainingData(data, options));
  const { dataDir, seed, validationSplit = NAMED_SPLIT } = options;
  return loadNamedTrainingData(data, { dataDir, output, seed, validationSplit });
}

/**
 * Finds the images to evaluate a model on.
 *
 * @throws DataError when the data does not fit the model.
 */
export async function loadEvaluationData(
  data: string,
  preprocessing: ImagePreprocessing,
  options: { readonly dataDir: string | undefined; readonly strict: boolean; readonly allParts: boolean },
  output: Output,
): Promise<EvaluationData> {
  if (!isNamedSet(data)) {
    return explainMissingFolder(data, loadFolderEvaluationData(data, preprocessing, options));
  }
  const set = await loadNamedEvaluationData(data, { dataDir: options.dataDir, output });
  checkSameForm(data, set.preprocessing, preprocessing);
  return set;
}

function checkSameForm(data: string, actual: ImagePreprocessing, expected: ImagePreprocessing): void {
  if (actual.classNames.join('\n') !== expected.classNames.join('\n')) {
    throw new DataError(
      `The classes of "${data}" (${listNames(actual.classNames)}) are not those of the model (${listNames(expected.classNames)}).`,
      { expected: expected.classNames, actual: actual.classNames },
    );
  }
  const form = ({ imageSize, colorMode }: ImagePreprocessing) => `${imageSize.join('x')} ${colorMode}`;
  if (form(actual) === form(expected)) return;
  throw new DataError(`The images of "${data}" are ${form(actual)}, but the model takes ${form(expected)}.`, {
    expected: form(expected),
    actual: form(actual),
  });
}

/** A misspelt name of a set is looked for as a folder; the error lists the names then. */
async function explainMissingFolder<T>(data: string, loading: Promise<T>): Promise<T> {
  try {
    return await loading;
  } catch (cause) {
    const isMissing =
      cause instanceof DataError && cause.details['path'] === data && errorCode(cause.cause) === 'ENOENT';
    if (!isMissing || data.includes('/')) throw cause;
    throw new DataError(
      `There is neither a folder nor a data set "${data}". The data sets are ${listNames(datasetNames)}.`,
      { data },
      { cause },
    );
  }
}
