import { FormatError, listNames } from '../../errors.ts';
import { initializerFromKeras, initializerToKeras } from './initializer-values.ts';
import { isObject, type JsonObject, show } from './json-value.ts';
import { camelCase, snakeCase } from './spelling.ts';

/** How Keras files of before 3.0 (in `.h5`) and since (in `.keras`) spell objects. */
export type KerasDialect = 'h5' | 'keras';

/** Activations that both have, in our spelling. */
const ACTIVATIONS = [
  'linear',
  'relu',
  'relu6',
  'leakyRelu',
  'elu',
  'gelu',
  'silu',
  'swish',
  'sigmoid',
  'tanh',
  'softplus',
  'softmax',
  'logSoftmax',
  'exponential',
  'mish',
  'selu',
  'softsign',
  'hardSilu',
  'hardSwish',
];

/** Which package of Keras 3 a class is in. */
type Room = 'initializers' | 'regularizers' | 'constraints';

/** The value of an option of a Keras layer in our form; undefined where there is none and our default is to be taken. */
export function optionFromKeras(option: string, value: unknown, where: string): unknown {
  if (option === 'activation') return activationFromKeras(value, where);
  if (option.endsWith('Initializer')) return initializerFromKeras(value);
  if (option.endsWith('Regularizer')) return regularizerFromKeras(value, where);
  if (option.endsWith('Constraint')) return constraintFromKeras(value, where);
  return value;
}

/** The value of an option of one of our layers in Keras's form. */
export function optionToKeras(option: string, value: unknown, dialect: KerasDialect): unknown {
  if (option === 'activation') return snakeCase(String(value));
  if (option.endsWith('Initializer')) {
    const { className, config } = initializerToKeras(value);
    return kerasObject('initializers', className, config, dialect);
  }
  if (value !== null && option.endsWith('Regularizer')) return regularizerToKeras(value, dialect);
  if (isObject(value) && option.endsWith('Constraint')) {
    const config = { max_value: value['maxValue'], axis: value['axis'] };
    return kerasObject('constraints', 'MaxNorm', config, dialect);
  }
  if (PAIRS.includes(option) && typeof value === 'number') return [value, value];
  if (option === 'padding' || option === 'cropping') return sidesToKeras(value);
  return value;
}

/** Options that Keras keeps as two numbers. */
const PAIRS = ['kernelSize', 'strides', 'dilationRate', 'poolSize', 'size'];

/** Of `ZeroPadding2D` and `Cropping2D`: `[[top, bottom], [left, right]]`; 'same' and 'valid' as they are. */
function sidesToKeras(value: unknown): unknown {
  if (typeof value === 'string') return value;
  const sides: readonly unknown[] = Array.isArray(value) ? value : [value, value];
  return sides.map((side) => (typeof side === 'number' ? [side, side] : side));
}

function activationFromKeras(value: unknown, where: string): string {
  if (value === null || value === undefined) return 'linear';
  // Functions are saved as objects by Keras 3: { class_name: 'function', config: 'relu' }.
  const { class_name: className, config } = isObject(value) ? value : { class_name: value, config: null };
  const name = camelCase(String(className === 'function' ? config : className)).replace(/^./, (a) => a.toLowerCase());
  const known = name === 'reLU' ? 'relu' : name;
  if (ACTIVATIONS.includes(known)) return known;
  throw new FormatError(
    `${where} has the activation ${show(value)}, which cnn-gpu does not have; it has ${listNames(ACTIVATIONS)}.`,
  );
}

function regularizerFromKeras(value: unknown, where: string): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string' && /^(l1|l2|l1_?l2)$/i.test(value)) return value.toLowerCase().replace('_', '');
  if (isObject(value)) {
    // Keras 1 has { name: 'WeightRegularizer', l1, l2 }.
    const { l1 = 0, l2 = 0 } = isObject(value['config']) ? value['config'] : value;
    const kind = String(value['class_name'] ?? value['name']);
    if (/^(L1|L2|L1L2|l1|l2|l1_l2|WeightRegularizer)$/.test(kind) && typeof l1 === 'number' && typeof l2 === 'number') {
      return l1 === 0 && l2 === 0 ? null : { ...(l1 === 0 ? {} : { l1 }), ...(l2 === 0 ? {} : { l2 }) };
    }
  }
  throw new FormatError(`${where} has the regularizer ${show(value)}; L1, L2 and L1L2 are known.`);
}

/** The factor that Keras takes where a regularizer is given by its name. */
const NAMED_FACTOR = 0.01;

function regularizerToKeras(value: unknown, dialect: KerasDialect): JsonObject {
  const named = typeof value === 'string';
  const { l1 = 0, l2 = 0 } = isObject(value) ? value : {};
  const config = named
    ? { l1: value.includes('l1') ? NAMED_FACTOR : 0, l2: value.includes('l2') ? NAMED_FACTOR : 0 }
    : { l1, l2 };
  return kerasObject('regularizers', 'L1L2', config, dialect);
}

function constraintFromKeras(value: unknown, where: string): unknown {
  if (value === null || value === undefined) return null;
  if (isObject(value)) {
    const options = isObject(value['config']) ? value['config'] : value;
    const maxValue = options['max_value'] ?? options['m'];
    const kind = value['class_name'] ?? value['name'];
    if ((kind === 'MaxNorm' || kind === 'max_norm') && typeof maxValue === 'number') {
      return { name: 'maxNorm', maxValue, axis: options['axis'] ?? 0 };
    }
  }
  throw new FormatError(`${where} has the constraint ${show(value)}; MaxNorm is known.`);
}

/** A class and its options, with the package that Keras 3 looks in. */
export const kerasObject = (
  room: Room | string,
  className: string,
  config: JsonObject,
  dialect: KerasDialect,
): JsonObject =>
  dialect === 'h5'
    ? { class_name: className, config }
    : { module: `keras.${room}`, class_name: className, config, registered_name: null };
