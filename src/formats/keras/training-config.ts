import type { StoredObject, StoredTraining } from '../stored-model.ts';
import { isObject, type JsonObject } from './json-value.ts';
import { type KerasDialect, kerasObject } from './option-values.ts';
import { camelCase, pascalCase, snakeCase } from './spelling.ts';

/** Options of each optimizer of ours. */
const OPTIMIZERS: Readonly<Record<string, readonly string[]>> = {
  Adam: ['beta1', 'beta2', 'epsilon'],
  AdamW: ['beta1', 'beta2', 'epsilon'],
  RMSprop: ['rho', 'momentum', 'epsilon', 'centered'],
  SGD: ['momentum', 'nesterov'],
};
const COMMON = ['learningRate', 'weightDecay', 'clipValue', 'clipNorm', 'globalClipNorm'];

/** Keras's names of options where they are not ours in snake case. */
const KERAS_NAMES: Readonly<Record<string, string>> = {
  beta1: 'beta_1',
  beta2: 'beta_2',
  clipValue: 'clipvalue',
  clipNorm: 'clipnorm',
  globalClipNorm: 'global_clipnorm',
};
const LOSS_OPTIONS = ['fromLogits', 'labelSmoothing'];
const LOSSES: Readonly<Record<string, string>> = {
  mse: 'MeanSquaredError',
  meanSquaredError: 'MeanSquaredError',
  mae: 'MeanAbsoluteError',
};

/** How a model was compiled, from a `.h5` file's `training_config` or a `.keras` file's `compile_config`. */
export function trainingFromKeras(config: unknown): Omit<StoredTraining, 'step' | 'slots'> | null {
  if (!isObject(config)) return null;
  const loss = lossFromKeras(config['loss']);
  const metrics = metricsFromKeras(config['metrics']);
  return {
    optimizer: optimizerFromKeras(config['optimizer_config'] ?? config['optimizer']),
    ...(loss === undefined ? {} : { loss }),
    ...(metrics.length === 0 ? {} : { metrics }),
  };
}

/** The same for Keras, without the optimizer. */
export function lossAndMetricsToKeras({ loss, metrics }: StoredTraining, dialect: KerasDialect): JsonObject {
  return {
    loss: loss === undefined ? null : lossToKeras(loss, dialect),
    loss_weights: null,
    metrics: metrics?.map(snakeCase) ?? null,
    weighted_metrics: null,
  };
}

function optimizerFromKeras(value: unknown): StoredObject | null {
  if (!isObject(value) || typeof value['class_name'] !== 'string' || !isObject(value['config'])) return null;
  const className = Object.keys(OPTIMIZERS).find(
    (name) =>
      name.toLowerCase() ===
      String(value['class_name'])
        .replace(/^Custom>/, '')
        .toLowerCase(),
  );
  const config = value['config'];
  if (className === undefined || config['amsgrad'] === true) return null;
  const options: Record<string, unknown> = {};
  for (const option of [...OPTIMIZERS[className], ...COMMON]) {
    const given = config[KERAS_NAMES[option] ?? snakeCase(option)];
    if (typeof given === 'number' || typeof given === 'boolean') options[option] = given;
  }
  const rate = learningRateFromKeras(config);
  return { className, config: { ...options, ...(rate === undefined ? {} : { learningRate: rate }) } };
}

function learningRateFromKeras({ learning_rate: rate, lr, decay }: JsonObject): unknown {
  const given = rate ?? lr;
  if (typeof given === 'number') {
    if (typeof decay !== 'number' || decay === 0) return given;
    // Keras 2: rate / (1 + decay · step).
    return { className: 'InverseTimeDecay', config: { initialLearningRate: given, decaySteps: 1, decayRate: decay } };
  }
  if (!isObject(given) || typeof given['class_name'] !== 'string' || !isObject(given['config'])) return undefined;
  const options = Object.entries(given['config']).filter(([key, value]) => key !== 'name' && value !== null);
  return {
    className: given['class_name'],
    config: Object.fromEntries(options.map(([key, value]) => [camelCase(key), value])),
  };
}

/** An optimizer in Keras's form. */
export function optimizerToKeras({ className, config }: StoredObject, dialect: KerasDialect): JsonObject {
  const options = Object.entries(config)
    .filter(([, value]) => value !== undefined)
    .map(([option, value]) => [KERAS_NAMES[option] ?? snakeCase(option), scheduleToKeras(value)]);
  return kerasObject(
    'optimizers',
    className,
    { name: className.toLowerCase(), ...Object.fromEntries(options) },
    dialect,
  );
}

/** Keras 3 finds schedules by their module alone, in `.h5` files, too. */
function scheduleToKeras(value: unknown): unknown {
  if (!isObject(value) || !isObject(value['config'])) return value;
  const options = Object.entries(value['config']).map(([key, option]) => [snakeCase(key), option]);
  return kerasObject('optimizers.schedules', String(value['className']), Object.fromEntries(options), 'keras');
}

function lossFromKeras(value: unknown): StoredObject | undefined {
  if (typeof value === 'string') return { className: lossClass(value), config: {} };
  if (!isObject(value) || typeof value['class_name'] !== 'string') return undefined;
  const { class_name: className, config } = value;
  // A function instead of a class: { class_name: 'function', config: 'categorical_crossentropy' }.
  if (typeof config === 'string') return { className: lossClass(config), config: {} };
  const options = Object.entries(isObject(config) ? config : {})
    .map(([key, option]): [string, unknown] => [camelCase(key), option])
    .filter(([key, option]) => LOSS_OPTIONS.includes(key) && option !== 0 && option !== false);
  return { className: lossClass(className), config: Object.fromEntries(options) };
}

const lossClass = (name: string): string => LOSSES[camelCase(name)] ?? pascalCase(name);

function lossToKeras({ className, config }: StoredObject, dialect: KerasDialect): unknown {
  const options = Object.entries(config).filter(([, value]) => value !== false && value !== 0);
  if (options.length === 0) return snakeCase(className.replace(/^./, (letter) => letter.toLowerCase()));
  const spelled = Object.fromEntries(options.map(([key, value]) => [snakeCase(key), value]));
  return kerasObject('losses', className, spelled, dialect);
}

/** Names, of lists for each output, or of objects. */
function metricsFromKeras(value: unknown): readonly string[] {
  if (!Array.isArray(value)) return [];
  return value.flat(2).flatMap((metric: unknown) => {
    if (typeof metric === 'string') return [camelCase(metric)];
    if (!isObject(metric) || !isObject(metric['config'])) return [];
    const name = metric['config']['name'];
    return typeof name === 'string' ? [camelCase(name)] : [];
  });
}
