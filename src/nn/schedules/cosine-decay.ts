import type { StoredObject } from '../../formats/stored-model.ts';
import { checkDecayOptions } from './decay-options.ts';
import type { Schedule } from './schedules.ts';

export interface CosineDecayOptions {
  /** The rate at the beginning: of the decay or, with `warmupTarget`, of the warm-up. */
  readonly initialLearningRate: number;
  /** Steps of the decay, those of the warm-up not counted. */
  readonly decaySteps: number;
  /** The last rate as a share of the one that the decay begins with. Default 0. */
  readonly alpha?: number;
  /** The rate that the warm-up rises to, and the decay begins with. Default: no warm-up. */
  readonly warmupTarget?: number;
  /** Steps of the warm-up. Default 0. */
  readonly warmupSteps?: number;
}

/**
 * Half a wave of the cosine, after a rise in a straight line where asked. I. Loshchilov, F. Hutter, 2017;
 * https://keras.io/api/optimizers/learning_rate_schedules/cosine_decay/
 */
export class CosineDecay implements Schedule {
  readonly #options: CosineDecayOptions;

  /** @throws ValueError for unknown options, and values that are no numbers. */
  constructor(options: CosineDecayOptions) {
    checkDecayOptions('CosineDecay', options, {
      numbers: ['initialLearningRate'],
      steps: ['decaySteps'],
      optional: ['alpha', 'warmupTarget', 'warmupSteps'],
    });
    this.#options = options;
  }

  config(): StoredObject {
    return { className: 'CosineDecay', config: { ...this.#options } };
  }

  at(step: number): number {
    const { initialLearningRate, warmupTarget, warmupSteps = 0 } = this.#options;
    if (warmupTarget === undefined) return this.#decayed(initialLearningRate, step);
    if (step >= warmupSteps) return this.#decayed(warmupTarget, step - warmupSteps);
    return initialLearningRate + ((warmupTarget - initialLearningRate) * step) / warmupSteps;
  }

  #decayed(from: number, step: number): number {
    const { decaySteps, alpha = 0 } = this.#options;
    const done = Math.min(step, decaySteps) / decaySteps;
    return from * ((1 - alpha) * 0.5 * (1 + Math.cos(Math.PI * done)) + alpha);
  }
}
