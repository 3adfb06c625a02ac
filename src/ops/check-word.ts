import { ValueError } from '../errors.ts';

/** Refuses a seed or salt that does not fit 32 bits with `ValueError`. */
export function checkWord(value: number, what: string): void {
  if (!Number.isInteger(value) || value < 0 || value >= 2 ** 32) {
    throw new ValueError(`${what} is ${value}; an integer from 0 to 4294967295 is expected.`, { value });
  }
}
