/** Threads from which on it pays to give each more to do: enough to fill an adapter. */
const ENOUGH_THREADS = 2 ** 15;
const MOST_ROWS = 8;

/**
 * How many rows a thread of a kernel takes that needs the same numbers for all rows of a channel: they are then read and
 * computed once. One where threads are few.
 */
export const rowsPerThread = (rows: number, channels: number): number =>
  Math.max(1, Math.min(MOST_ROWS, Math.floor((rows * channels) / ENOUGH_THREADS)));
