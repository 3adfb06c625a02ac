import type { Tensor, Variable } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import { checkNumber, checkOptionNames } from '../options.ts';
import { type LearningRate, learningRateAt } from '../schedules/schedules.ts';

/** Changes weights by their gradients. State beside each weight ("slots") is made by the model and handed to `update`. */
export abstract class Optimizer {
  /** The name in configs and messages. */
  abstract readonly name: string;
  /** Names of the state kept beside each weight, all zero at first: `m` and `v` for Adam. */
  abstract readonly slots: readonly string[];
  /** May be changed between steps. */
  learningRate: LearningRate;

  constructor(learningRate: LearningRate) {
    const isSchedule = typeof learningRate === 'object' && typeof learningRate?.at === 'function';
    if (!isSchedule && !(Number.isFinite(learningRate) && (learningRate as number) >= 0)) {
      throw new ValueError(
        `The learning rate is ${String(learningRate)}; a number of at least 0, or a schedule, is expected.`,
        { learningRate },
      );
    }
    this.learningRate = learningRate;
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

  /** Changes a weight and its slots in place. */
  abstract update(variable: Variable, gradient: Tensor, slots: Readonly<Record<string, Variable>>, hyper: Tensor): void;
}

/**
 * Refuses unknown options, and values that are neither numbers nor true or false; `lr`, the spelling of old programs, is
 * taken as `learningRate`.
 */
export function optimizerOptions<O extends { readonly learningRate?: LearningRate }>(
  name: string,
  options: O & { readonly lr?: LearningRate },
  names: readonly string[],
): O {
  const { lr, ...rest } = options;
  checkOptionNames(name, rest, ['learningRate', ...names]);
  for (const [key, value] of Object.entries(rest)) {
    if (key !== 'learningRate' && value !== undefined && typeof value !== 'boolean')
      checkNumber(`${name}: ${key}`, value);
  }
  return (lr === undefined ? rest : { learningRate: lr, ...rest }) as O;
}
