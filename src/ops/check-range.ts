import { ValueError } from '../errors.ts';

/** Refuses what is not two finite numbers, the lower first, with `ValueError`. */
export function checkRange(what: string, range: readonly [number, number]): void {
  const [low, high] = range;
  if (!Number.isFinite(low) || !Number.isFinite(high) || low > high) {
    throw new ValueError(`${what} is [${low}, ${high}]; two numbers, the lower first, are expected.`, { range });
  }
}
