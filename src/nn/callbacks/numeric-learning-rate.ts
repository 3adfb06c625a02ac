import { ValueError } from '../../errors.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';

/**
 * The learning rate, for a callback that changes it.
 *
 * @throws ValueError where it is a schedule.
 */
export function numericLearningRate(callback: string, { learningRate }: Optimizer): number {
  if (typeof learningRate === 'number') return learningRate;
  throw new ValueError(
    `${callback} changes the learning rate, but the optimizer's is a schedule. Give the optimizer a number, or leave ` +
      `${callback} out.`,
  );
}
