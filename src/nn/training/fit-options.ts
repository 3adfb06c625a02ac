import { sliceRows } from '../../data/arrays.ts';
import { DataError, ValueError } from '../../errors.ts';
import type { Callback } from '../callbacks/callback.ts';
import { checkOptionNames, checkPositiveInteger } from '../options.ts';
import { type ClassWeight, checkClassWeight } from './class-weights.ts';
import { isArrays, type TrainingData } from './source.ts';

/** What `fit` takes besides the data. https://keras.io/api/models/model_training_apis/ */
export interface FitOptions {
  /** The number of the last epoch, counted from 1. Default 1. */
  readonly epochs?: number;
  /** The number of the first epoch, counted from 0. Default 0. */
  readonly initialEpoch?: number;
  /**
   * Batches in an epoch. Each epoch goes on where the last one ended, and data that ends begins anew, without a warning.
   * Default: one pass over the data.
   */
  readonly stepsPerEpoch?: number;
  /** Samples in a batch, for arrays. Default 32. */
  readonly batchSize?: number;
  /** Whether arrays are shuffled, in each epoch anew, by the seed of `compile`. Default true. */
  readonly shuffle?: boolean;
  /** Evaluated after each epoch; its figures are named `val_…`. */
  readonly validationData?: TrainingData;
  /** The share of arrays that is taken off their end for validation, before they are shuffled. Default 0. */
  readonly validationSplit?: number;
  /** Batches of a validation at most; it begins at the beginning each time. Default: one pass. */
  readonly validationSteps?: number;
  /** Samples in a batch of the validation, for arrays. Default: `batchSize`. */
  readonly validationBatchSize?: number;
  /** Epochs from one validation to the next, or the numbers of the epochs, counted from 1, to validate. Default 1. */
  readonly validationFreq?: number | readonly number[];
  /**
   * What the samples of each class count in the loss, by class index (1 for those not named); `'balanced'` counts the
   * labels, in a pass over the data before the first epoch, and makes all classes count alike. The validation is not
   * weighted. Default: all alike.
   */
  readonly classWeight?: ClassWeight | 'balanced';
  readonly callbacks?: readonly Callback[];
}

const OPTIONS = [
  'epochs',
  'initialEpoch',
  'stepsPerEpoch',
  'batchSize',
  'shuffle',
  'validationData',
  'validationSplit',
  'validationSteps',
  'validationBatchSize',
  'validationFreq',
  'classWeight',
  'callbacks',
];

/** Refuses unknown options and values, and those that do not fit the data or each other. */
export function checkFitOptions(data: TrainingData, options: FitOptions): void {
  checkOptionNames('fit', options, OPTIONS);
  const { epochs = 1, initialEpoch = 0, validationFreq = 1, validationData, validationSplit = 0 } = options;
  checkPositiveInteger('fit: epochs', epochs);
  if (!Number.isInteger(initialEpoch) || initialEpoch < 0)
    throw new ValueError(`fit: initialEpoch is ${initialEpoch}; a whole number is expected.`, { initialEpoch });
  for (const epoch of typeof validationFreq === 'number' ? [validationFreq] : validationFreq) {
    checkPositiveInteger('fit: validationFreq', epoch);
  }
  if (options.shuffle !== undefined && !isArrays(data)) {
    throw new ValueError('fit: shuffle is for arrays. Shuffle a data set with its method shuffle(bufferSize).');
  }
  if (options.classWeight !== undefined && options.classWeight !== 'balanced') checkClassWeight(options.classWeight);
  if (validationSplit === 0) return;
  if (validationData !== undefined) {
    throw new ValueError('fit got both validationData and validationSplit. Give one of them.');
  }
  if (!isArrays(data)) {
    throw new ValueError('fit: validationSplit is for arrays. Divide a data set with take(count) and skip(count).');
  }
}

/** Whether an epoch, counted from 0, ends with a validation. */
export const isValidated = (epoch: number, validationFreq: number | readonly number[] = 1): boolean =>
  typeof validationFreq === 'number' ? (epoch + 1) % validationFreq === 0 : validationFreq.includes(epoch + 1);

/** The data for training and for validation. Throws `DataError` when a split would leave one of them empty. */
export function trainingAndValidation(
  data: TrainingData,
  { validationSplit = 0, validationData }: FitOptions,
): { training: TrainingData; validation: TrainingData | undefined } {
  if (validationSplit === 0 || !isArrays(data)) return { training: data, validation: validationData };
  if (!(validationSplit > 0 && validationSplit < 1)) {
    throw new ValueError(`fit: validationSplit is ${validationSplit}; a number from 0 to below 1 is expected.`);
  }
  const [count] = data.xShape;
  // As keras/src/trainers/data_adapters/array_slicing.py.
  const boundary = Math.floor(count * (1 - validationSplit));
  if (boundary === 0 || boundary === count) {
    throw new DataError(
      `fit: a validationSplit of ${validationSplit} leaves ${boundary} of ${count} samples for training and ` +
        `${count - boundary} for validation; both need some.`,
      { validationSplit, count },
    );
  }
  return { training: sliceRows(data, 0, boundary), validation: sliceRows(data, boundary, count) };
}
