import { isObject, type JsonObject } from '../keras/json-value.ts';
import { camelCase } from '../keras/spelling.ts';
import type { StoredObject } from '../stored-model.ts';

/** What TensorFlow.js and we call the same state beside each weight. */
export interface TfjsSlot {
  readonly theirs: string;
  readonly ours: string;
  /** What theirs is multiplied by to get ours. Default 1. */
  readonly factor?: number;
}

/** An optimizer as TensorFlow.js has it: its class and options there, and its slots in the order in which it reads them. */
export interface TfjsOptimizer {
  readonly className: string;
  readonly config: JsonObject;
  readonly slots: readonly TfjsSlot[];
}

/** Options that both have. */
const OPTIONS = ['learningRate', 'beta1', 'beta2', 'epsilon', 'rho', 'momentum', 'nesterov', 'centered'];

/**
 * An optimizer of ours in TensorFlow.js; undefined where it has none such, or one that could not clip or decay as ours does.
 * https://github.com/tensorflow/tfjs/tree/master/tfjs-core/src/optimizers
 */
export function optimizerToTfjs({ className, config }: StoredObject): TfjsOptimizer | undefined {
  if (Object.keys(config).some((option) => !OPTIONS.includes(option))) return undefined;
  const { learningRate, rho, momentum, nesterov, epsilon, centered } = config;
  switch (className) {
    case 'Adam':
      return { className: 'Adam', config, slots: same('m', 'v') };
    case 'SGD':
      if (momentum === 0) return { className: 'SGD', config: { learningRate }, slots: [] };
      return {
        className: 'Momentum',
        config: { learningRate, momentum, useNesterov: nesterov },
        slots: [momentumSlot(learningRate)],
      };
    case 'RMSprop':
      return {
        className: 'RMSProp',
        config: { learningRate, decay: rho, momentum, epsilon, centered },
        slots: rmspropSlots(centered === true),
      };
    default:
      return undefined;
  }
}

/** An optimizer of ours, and its slots, for a class and options of TensorFlow.js; undefined where we have none such. */
export function optimizerFromTfjs(className: unknown, json: unknown) {
  const spelled = Object.entries(isObject(json) ? json : {}).map(([key, value]) => [camelCase(key), value] as const);
  const { decay, useNesterov, ...given } = Object.fromEntries(spelled.filter(([, value]) => value !== null));
  const pick = (...names: string[]) => Object.fromEntries(names.filter((n) => n in given).map((n) => [n, given[n]]));
  switch (className) {
    case 'Adam':
      return { className: 'Adam', config: pick('learningRate', 'beta1', 'beta2', 'epsilon'), slots: same('m', 'v') };
    case 'SGD':
      return { className: 'SGD', config: pick('learningRate', 'momentum', 'nesterov'), slots: [] };
    case 'Momentum':
      return {
        className: 'SGD',
        config: { ...pick('learningRate', 'momentum'), nesterov: useNesterov === true },
        slots: [momentumSlot(given['learningRate'])],
      };
    case 'RMSProp':
    case 'RMSprop': {
      const rho = typeof decay === 'number' ? { rho: decay } : {};
      // We keep no momentum where it has no share in a step.
      const slots = rmspropSlots(given['centered'] === true).filter(
        ({ ours }) => ours !== 'momentum' || given['momentum'] !== 0,
      );
      return {
        className: 'RMSprop',
        config: { ...rho, ...pick('learningRate', 'rho', 'momentum', 'epsilon', 'centered') },
        slots,
      };
    }
    default:
      return undefined;
  }
}

const same = (...names: string[]): TfjsSlot[] => names.map((name) => ({ theirs: name, ours: name }));

/** Theirs sums gradients up; ours, as Keras's, what they change. */
const momentumSlot = (learningRate: unknown): TfjsSlot => ({
  theirs: 'momentum',
  ours: 'velocity',
  ...(typeof learningRate === 'number' && learningRate !== 0 ? { factor: -learningRate } : {}),
});

const rmspropSlots = (isCentered: boolean): TfjsSlot[] => [
  { theirs: 'rms', ours: 'velocity' },
  { theirs: 'momentum', ours: 'momentum' },
  ...(isCentered ? [{ theirs: 'mg', ours: 'averageGradient' }] : []),
];
