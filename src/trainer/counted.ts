/** Names that are told of many. */
const NAMED = 5;

/** `1 image`, `2 images`. */
export const counted = (count: number, what: string, many = `${what}s`): string =>
  `${count} ${count === 1 ? what : many}`;

/** Names in a row; of many the first. */
export const listed = (names: readonly string[]): string =>
  names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ' and others' : '');
