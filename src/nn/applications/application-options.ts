import type { Shape } from '../../engine/shape.ts';
import { ShapeError, ValueError } from '../../errors.ts';
import { type ActivationName, activationByName } from '../activations.ts';
import { Dense } from '../layers/dense.ts';
import { GlobalAveragePooling2D } from '../layers/global-average-pooling2d.ts';
import { GlobalMaxPooling2D } from '../layers/global-max-pooling2d.ts';
import { input } from '../layers/input.ts';
import type { SymbolicTensor } from '../layers/symbolic-tensor.ts';
import { checkChoice, checkOptionNames, checkPositiveInteger } from '../options.ts';

/** What all application functions take. */
export interface ApplicationOptions {
  /** Whether the classifier stands at the end. Default true. */
  readonly includeTop?: boolean;
  /** Random weights, as Keras's `weights=None`. Others come by `loadApplicationWeights` of `cnn-gpu/node`. */
  readonly weights?: null;
  /** Without the classifier: what is made of the last feature map, the mean or the largest value of each channel. Default null: nothing. */
  readonly pooling?: 'avg' | 'max' | null;
  /** `[height, width, channels]` of one image. Default: the size that the model was published for. */
  readonly inputShape?: Shape;
  /** Number of classes of the classifier. Default 1000. */
  readonly classes?: number;
  /** Of the classifier; null for logits. Default `'softmax'`. */
  readonly classifierActivation?: ActivationName | null;
  /** Name of the model. Default: Keras's. */
  readonly name?: string;
}

/** Options with their defaults, checked. */
export interface ApplicationSettings {
  readonly includeTop: boolean;
  readonly pooling: 'avg' | 'max' | null;
  readonly inputShape: Shape;
  readonly classes: number;
  readonly classifierActivation: ActivationName;
  readonly name: string;
}

/** What differs between the models. */
export interface ApplicationForm {
  /** The function's name, for messages. */
  readonly what: string;
  readonly name: string;
  /** Height and width where none are given. */
  readonly defaultSize: number;
  /** The least height and width that the layers leave something of. */
  readonly minSize: number;
  /** Names of options of its own. */
  readonly ownOptions?: readonly string[];
}

const NAMES = ['includeTop', 'weights', 'pooling', 'inputShape', 'classes', 'classifierActivation', 'name'];

/**
 * Fills in defaults and checks what was given.
 *
 * @throws ValueError for unknown options and values, ShapeError for images that are too small.
 */
export function applicationSettings(options: ApplicationOptions, form: ApplicationForm): ApplicationSettings {
  const { what, defaultSize, minSize, ownOptions = [] } = form;
  checkOptionNames(what, options, [...NAMES, ...ownOptions]);
  if (options.weights !== undefined && options.weights !== null) {
    throw new ValueError(
      `${what}: weights is ${JSON.stringify(options.weights)}. A model begins with random weights; load others into it: ` +
        "await loadApplicationWeights(model, 'imagenet') of cnn-gpu/node, or the path of a file in place of 'imagenet'.",
    );
  }
  const { includeTop = true, pooling = null, classes = 1000, name = form.name } = options;
  const { inputShape = [defaultSize, defaultSize, 3], classifierActivation } = options;
  checkChoice(`${what}: includeTop`, includeTop, [true, false]);
  checkChoice(`${what}: pooling`, pooling, [null, 'avg', 'max']);
  checkPositiveInteger(`${what}: classes`, classes);
  if (inputShape.length !== 3) {
    throw new ShapeError(
      what,
      { inputShape },
      `takes images [height, width, channels]; inputShape is [${inputShape}].`,
    );
  }
  if (inputShape[0] < minSize || inputShape[1] < minSize) {
    throw new ShapeError(
      what,
      { inputShape, minSize },
      `needs images of at least ${minSize}x${minSize}; inputShape is [${inputShape.join(', ')}].`,
    );
  }
  if (!includeTop && options.classes !== undefined) {
    throw new ValueError(`${what}: classes is for the classifier, which includeTop: false leaves out.`, { classes });
  }
  const activation = classifierActivation === null ? 'linear' : (classifierActivation ?? 'softmax');
  activationByName(activation);
  return { includeTop, pooling, inputShape, classes, classifierActivation: activation, name };
}

/** The input of an application. */
export const imageInput = ({ inputShape }: ApplicationSettings): SymbolicTensor => input({ shape: inputShape });

/** Names that differ between models: of the pooling without classifier; null where Keras gives none. */
export interface PoolingNames {
  readonly avg: string;
  readonly max: string;
}

/** The feature map as it is, or pooled as asked for. */
export function pooled(x: SymbolicTensor, { pooling }: ApplicationSettings, names?: PoolingNames): SymbolicTensor {
  if (pooling === null) return x;
  const name = names === undefined ? {} : { name: names[pooling] };
  return (pooling === 'avg' ? new GlobalAveragePooling2D(name) : new GlobalMaxPooling2D(name)).apply(x);
}

/** The usual end: the mean of each channel and a dense classifier, or the feature map. */
export function classified(x: SymbolicTensor, settings: ApplicationSettings, names?: PoolingNames): SymbolicTensor {
  if (!settings.includeTop) return pooled(x, settings, names);
  return classifier(new GlobalAveragePooling2D({ name: 'avg_pool' }).apply(x), settings);
}

/** The dense classifier. */
export const classifier = (x: SymbolicTensor, { classes, classifierActivation }: ApplicationSettings): SymbolicTensor =>
  new Dense({ units: classes, activation: classifierActivation, name: 'predictions' }).apply(x);

/** Names where Keras gives some to the pooling. */
export const POOL_NAMES: PoolingNames = { avg: 'avg_pool', max: 'max_pool' };
