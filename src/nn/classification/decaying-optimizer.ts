import { Adam, AdamW } from '../optimizers/adam.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { OptimizerName } from '../optimizers/optimizers.ts';
import { RMSprop } from '../optimizers/rmsprop.ts';
import { SGD } from '../optimizers/sgd.ts';
import { ExponentialDecay } from '../schedules/exponential-decay.ts';
import type { LearningRate } from '../schedules/schedules.ts';

const optimizers = {
  adam: (learningRate: LearningRate) => new Adam({ learningRate }),
  adamw: (learningRate: LearningRate) => new AdamW({ learningRate }),
  sgd: (learningRate: LearningRate) => new SGD({ learningRate, momentum: 0.9 }),
  rmsprop: (learningRate: LearningRate) => new RMSprop({ learningRate }),
} satisfies Record<OptimizerName, (learningRate: LearningRate) => Optimizer>;

/** The names that {@link decayingOptimizer} knows. */
export const OPTIMIZER_NAMES = Object.keys(optimizers) as readonly OptimizerName[];

/** The share of the first learning rate that is left after the last step. */
const LAST_RATE = 0.1;

/**
 * An optimizer whose learning rate falls evenly, by the same factor each step, to a tenth in `steps` steps. `sgd` has a
 * momentum of 0.9.
 */
export const decayingOptimizer = (name: OptimizerName, initialLearningRate: number, steps: number): Optimizer =>
  optimizers[name](new ExponentialDecay({ initialLearningRate, decaySteps: steps, decayRate: LAST_RATE }));
