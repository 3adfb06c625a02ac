import type { MersenneTwister } from './mersenne-twister.ts';

/** Brings items into a random order: Fisher-Yates from the top, as numpy does. */
export function shuffleInPlace(items: unknown[], random: MersenneTwister): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [items[i], items[j]] = [items[j], items[i]];
  }
}
