import { ValueError } from '../../errors.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import { checkNumber, checkOptionNames } from '../options.ts';
import type { Schedule } from './schedules.ts';

export interface PiecewiseConstantDecayOptions {
  /** The last step of each rate but the last one, rising. */
  readonly boundaries: readonly number[];
  /** One rate more than boundaries. */
  readonly values: readonly number[];
}

/**
 * `values[0]` up to and with the step `boundaries[0]`, then `values[1]` up to and with `boundaries[1]`, and so on.
 * https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/
 */
export class PiecewiseConstantDecay implements Schedule {
  readonly #boundaries: readonly number[];
  readonly #values: readonly number[];

  /** @throws ValueError unless the boundaries rise and there is one value more. */
  constructor(options: PiecewiseConstantDecayOptions) {
    checkOptionNames('PiecewiseConstantDecay', options, ['boundaries', 'values']);
    const { boundaries, values } = options;
    for (const [name, list] of Object.entries({ boundaries, values })) {
      if (!Array.isArray(list)) {
        throw new ValueError(`PiecewiseConstantDecay: ${name} is ${String(list)}; a list of numbers is expected.`);
      }
      for (const value of list) checkNumber(`PiecewiseConstantDecay: one of ${name}`, value);
    }
    if (values.length !== boundaries.length + 1 || boundaries.some((step, i) => i > 0 && step <= boundaries[i - 1])) {
      throw new ValueError(
        `PiecewiseConstantDecay: boundaries are [${boundaries.join(', ')}] and values [${values.join(', ')}]; rising ` +
          'boundaries and one value more than boundaries are expected.',
        { boundaries, values },
      );
    }
    this.#boundaries = [...boundaries];
    this.#values = [...values];
  }

  config(): StoredObject {
    return { className: 'PiecewiseConstantDecay', config: { boundaries: this.#boundaries, values: this.#values } };
  }

  at(step: number): number {
    const next = this.#boundaries.findIndex((last) => step <= last);
    return this.#values[next < 0 ? this.#boundaries.length : next];
  }
}
