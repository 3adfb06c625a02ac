import type { Tensor, Variable } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import { rescale, sgdUpdate } from '../../ops/index.ts';
import { checkNumber, checkOptionNames } from '../options.ts';
import { type LearningRate, learningRateAt, learningRateConfig } from '../schedules/schedules.ts';
import { type Clipping, type ClippingOptions, clipGradients, clippingOf } from './gradient-clipping.ts';

/** What all optimizers take. */
export interface OptimizerOptions extends ClippingOptions {
  /** Default 0.001, for SGD 0.01. */
  readonly learningRate?: LearningRate;
  /** Another name for `learningRate`. */
  readonly lr?: LearningRate;
  /** Share of each weight taken off in a step, times the learning rate. Default 0, for AdamW 0.004. */
  readonly weightDecay?: number;
}

/** Changes weights by their gradients. State beside each weight ("slots") is made by the model and handed to `update`. */
export abstract class Optimizer {
  /** The class's name in messages, which minified code keeps. */
  static readonly className: string = 'Optimizer';
  /** The name in configs. */
  abstract readonly name: string;
  /** Names of the state kept beside each weight, all zero at first: `m` and `v` for Adam. */
  abstract readonly slots: readonly string[];
  /** May be changed between steps. */
  learningRate: LearningRate;
  protected readonly weightDecay: number;
  readonly #clipping: Clipping | null;

  constructor(learningRate: LearningRate, options: OptimizerOptions = {}) {
    const isSchedule = typeof learningRate === 'object' && typeof learningRate?.at === 'function';
    if (!isSchedule && !(Number.isFinite(learningRate) && (learningRate as number) >= 0)) {
      throw new ValueError(
        `The learning rate is ${String(learningRate)}; a number of at least 0, or a schedule, is expected.`,
        { learningRate },
      );
    }
    this.learningRate = learningRate;
    this.weightDecay = options.weightDecay ?? 0;
    this.#clipping = clippingOf(new.target.className, options);
  }

  /**
   * The numbers that change from step to step (counted from 0), as the update kernel takes them: the learning rate,
   * and what follows from the step.
   */
  hyper(step: number): Float32Array {
    return Float32Array.of(learningRateAt(this.learningRate, step));
  }

  /** Its class in Keras's spelling and its options, defaults filled in: plain JSON. */
  abstract config(): StoredObject;

  /** The options that all optimizers take, those of clipping and weight decay where they are set: plain JSON. */
  protected commonConfig(): StoredObject['config'] {
    return {
      learningRate: learningRateConfig(this.learningRate),
      ...(this.weightDecay === 0 ? {} : { weightDecay: this.weightDecay }),
      ...(this.#clipping === null ? {} : { [this.#clipping.by]: this.#clipping.limit }),
    };
  }

  /** The gradients of all weights within the bound that is set. */
  clip(gradients: readonly Tensor[]): readonly Tensor[] {
    return this.#clipping === null ? gradients : clipGradients(gradients, this.#clipping);
  }

  /** Takes the share that decays off a weight, in place; `hyper` (1) holds the learning rate. */
  protected decay(variable: Variable, hyper: Tensor): void {
    if (this.weightDecay === 0) return;
    sgdUpdate({ variable, gradient: rescale(variable, { scale: this.weightDecay, offset: 0 }), hyper });
  }

  /** Changes a weight and its slots in place. */
  abstract update(variable: Variable, gradient: Tensor, slots: Readonly<Record<string, Variable>>, hyper: Tensor): void;
}

const COMMON_OPTIONS = ['weightDecay', 'clipValue', 'clipNorm', 'globalClipNorm'];

/** Keras's other spellings, and that of old programs. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['lr', 'learningRate'],
  ['clipvalue', 'clipValue'],
  ['clipnorm', 'clipNorm'],
  ['global_clipnorm', 'globalClipNorm'],
]);

/**
 * Options under our names. Refuses unknown ones, those given under two names, and values that are neither numbers nor
 * true or false.
 */
export function optimizerOptions<O extends OptimizerOptions>(name: string, options: O, names: readonly string[]): O {
  const named = new Map<string, unknown>();
  for (const [key, value] of Object.entries(options)) {
    const ours = ALIASES.get(key) ?? key;
    if (named.has(ours)) throw new ValueError(`${name}: ${ours} is given under two names. Give it once.`);
    if (value !== undefined) named.set(ours, value);
  }
  const renamed: Record<string, unknown> = Object.fromEntries(named);
  checkOptionNames(name, renamed, ['learningRate', ...names, ...COMMON_OPTIONS]);
  for (const [key, value] of Object.entries(renamed)) {
    if (key !== 'learningRate' && typeof value !== 'boolean') checkNumber(`${name}: ${key}`, value as number);
  }
  return renamed as O;
}
