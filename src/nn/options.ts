import { listNames, ValueError } from '../errors.ts';

/** Refuses option names that are not in the list, and lists the right ones; one in Python's spelling is told in ours. */
export function checkOptionNames(what: string, options: object, names: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    const meant = names.find((candidate) => candidate.toLowerCase() === camelCase(name).toLowerCase());
    const hint = meant === undefined ? '' : ` It is called "${meant}" here.`;
    throw new ValueError(`${what} has no option "${name}".${hint} Its options are ${listNames(names)}.`, {
      option: name,
    });
  }
}

/** `Conv2D` and `sparse_categorical_crossentropy` as `conv2D` and `sparseCategoricalCrossentropy`: our spelling of names. */
const camelCase = (name: string): string =>
  name
    .replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    .replace(/^[A-Z]/, (letter) => letter.toLowerCase());

/** Looks a name up in a table, in Keras's spelling too, or throws `ValueError` that lists the right names. */
export function byName<T>(what: string, name: string, table: Readonly<Record<string, T>>): T {
  const wanted = camelCase(String(name)).toLowerCase();
  const key = Object.keys(table).find((candidate) => candidate.toLowerCase() === wanted);
  if (key === undefined) {
    throw new ValueError(`There is no ${what} "${name}". Choose one of ${listNames(Object.keys(table))}.`, { name });
  }
  return table[key];
}

/** A number for both directions, or one each: height first. */
export type Size2d = number | readonly [number, number];

/** Both directions of a size; throws `ValueError` unless they are positive integers. */
export function pairOf(what: string, size: Size2d): readonly [number, number] {
  const pair = typeof size === 'number' ? ([size, size] as const) : size;
  if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((n) => Number.isInteger(n) && n > 0)) {
    throw new ValueError(`${what} is ${JSON.stringify(size)}; a positive integer, or two of them, is expected.`, {
      size,
    });
  }
  return pair as readonly [number, number];
}

/** Refuses what is not a finite number. */
export function checkNumber(what: string, value: number): void {
  if (!Number.isFinite(value)) {
    const shown = typeof value === 'number' ? value : JSON.stringify(value);
    throw new ValueError(`${what} is ${shown}; a number is expected.`, { value });
  }
}

/** Refuses numbers that are not positive integers. */
export function checkPositiveInteger(what: string, value: number): void {
  if (!Number.isInteger(value) || value <= 0) {
    throw new ValueError(`${what} is ${value}; a positive integer is expected.`, { value });
  }
}

/** Refuses values that are not in the list, and lists the right ones. */
export function checkChoice<T>(what: string, value: T, choices: readonly T[]): void {
  if (!choices.includes(value)) {
    const list = choices.map((choice) => JSON.stringify(choice)).join(', ');
    throw new ValueError(`${what} is ${JSON.stringify(value)}; choose one of ${list}.`, { value });
  }
}
