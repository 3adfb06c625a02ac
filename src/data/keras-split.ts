import { DataError, ValueError } from '../errors.ts';
import { MersenneTwister } from './mersenne-twister.ts';
import { shuffleInPlace } from './shuffle-in-place.ts';

/**
 * A copy of `items` in the order that `numpy.random.RandomState(seed).shuffle(items)` gives, which is the order of
 * Keras's directory datasets: Fisher-Yates from the top.
 *
 * @throws ValueError when the seed is not an integer from 0 to 2^32 - 1.
 */
export function kerasShuffle<T>(items: readonly T[], seed: number): T[] {
  const shuffled = [...items];
  shuffleInPlace(shuffled, new MersenneTwister(seed));
  return shuffled;
}

/**
 * Splits off the last `floor(validationSplit * n)` items for validation, as Keras's directory datasets do after
 * shuffling.
 *
 * @throws ValueError when `validationSplit` is not between 0 and 1.
 * @throws DataError when one side would be empty (Keras would then hand out the wrong side).
 */
export function kerasSplit<T>(items: readonly T[], validationSplit: number): { training: T[]; validation: T[] } {
  if (!(validationSplit > 0 && validationSplit < 1)) {
    throw new ValueError(`\`validationSplit\` must be between 0 and 1, received: ${validationSplit}`, {
      validationSplit,
    });
  }
  const validation = Math.floor(validationSplit * items.length);
  if (validation === 0) {
    throw new DataError(
      `A validation split of ${validationSplit} leaves none of ${items.length} items for validation. ` +
        'Give more items or a larger split.',
      { validationSplit, items: items.length },
    );
  }
  const boundary = items.length - validation;
  return { training: items.slice(0, boundary), validation: items.slice(boundary) };
}
