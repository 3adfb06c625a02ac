import { FormatError } from '../../errors.ts';
import type { JsonObject } from './json-value.ts';

/** Keras 1's names of options. https://github.com/keras-team/keras/blob/2.0.9/keras/legacy/interfaces.py */
const RENAMED: Readonly<Record<string, string>> = {
  border_mode: 'padding',
  subsample: 'strides',
  nb_filter: 'filters',
  bias: 'use_bias',
  init: 'kernel_initializer',
  W_regularizer: 'kernel_regularizer',
  b_regularizer: 'bias_regularizer',
  W_constraint: 'kernel_constraint',
  b_constraint: 'bias_constraint',
  output_dim: 'units',
  p: 'rate',
  atrous_rate: 'dilation_rate',
  beta_init: 'beta_initializer',
  gamma_init: 'gamma_initializer',
};

const MERGE_CLASSES: Readonly<Record<string, string>> = {
  sum: 'Add',
  mul: 'Multiply',
  ave: 'Average',
  max: 'Maximum',
  concat: 'Concatenate',
};

/** Options that went away without a trace: they say nothing that the model does not say, too. */
const GONE = ['dim_ordering', 'nb_row', 'nb_col', 'input_dim', 'input_length', 'weights', 'mode', 'output_shape'];
const ONLY_IN_KERAS_1 = ['dim_ordering', 'nb_filter', 'border_mode', 'W_regularizer', 'output_dim', 'beta_init'];

/** Whether a layer's config is in Keras 1's spelling. */
export const isKeras1 = (className: string, config: JsonObject): boolean =>
  className === 'Merge' ||
  ONLY_IN_KERAS_1.some((option) => option in config) ||
  ((className === 'Dropout' || className === 'SpatialDropout2D') && 'p' in config);

/**
 * A layer of Keras 1 in the spelling of Keras 2.
 *
 * @throws FormatError for channels-first images and merges that are gone.
 */
export function modernized(className: string, config: JsonObject): { className: string; config: JsonObject } {
  const where = `The layer ${JSON.stringify(config['name'])} (${className})`;
  if (config['dim_ordering'] === 'th') {
    throw new FormatError(`${where} takes images with channels first ("th"); only channels last ("tf") can be read.`);
  }
  if (className === 'Merge') return modernizedMerge(where, config);
  if (className === 'BatchNormalization' && config['mode'] === 1) {
    throw new FormatError(`${where} normalizes sample by sample (mode 1), which cnn-gpu does not have.`);
  }
  const renamed = Object.entries(config)
    .filter(([key]) => !GONE.includes(key))
    .map(([key, value]): [string, unknown] => [RENAMED[key] ?? key, value]);
  const { nb_row: rows, nb_col: columns } = config;
  const size = rows === undefined ? {} : { kernel_size: [rows, columns] };
  return { className, config: { ...Object.fromEntries(renamed), ...size } };
}

function modernizedMerge(where: string, { name, mode, concat_axis: axis, trainable }: JsonObject) {
  const className = MERGE_CLASSES[String(mode)];
  if (className === undefined) {
    throw new FormatError(
      `${where} merges by ${JSON.stringify(mode)}; ${Object.keys(MERGE_CLASSES).join(', ')} are known.`,
    );
  }
  return { className, config: { name, trainable, ...(className === 'Concatenate' ? { axis } : {}) } };
}
