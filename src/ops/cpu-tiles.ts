import { ELEMENTS_PER_TASK, tasksFor } from './cpu-tasks.ts';

/** Names of the numbers that kernels take which walk tiles of a matrix (`src/kernels/wasm/lib/tiles.ts`), in order. */
export const tileParams = {
  rows: 'u32',
  channels: 'u32',
  chunk: 'u32',
  width: 'u32',
  tiles: 'u32',
  perTask: 'u32',
} as const;

/** A matrix cut into tiles. */
export interface Tiling {
  readonly params: Readonly<Record<keyof typeof tileParams, number>>;
  /** How many chunks of rows there are. */
  readonly chunks: number;
  readonly tasks: number;
}

/** Most channels that a thread keeps factors of: as `MOST_CHANNELS` in `src/kernels/wasm/lib/tiles.ts`. */
export const MOST_CHANNELS = 16_384;
/** Fewer channels, a cache line of them, would share their line of memory with another tile. */
const LEAST_CHANNELS = 16;

/**
 * Cuts a matrix of `rows` × `channels` into chunks of rows and, where these are long, into runs of channels, so that a task
 * has tiles of `ELEMENTS_PER_TASK` in all. With `matrices` there are so many of them, one after the other.
 */
export function tilesOf(rows: number, channels: number, chunk: number, matrices = 1): Tiling {
  const wanted = Math.ceil(ELEMENTS_PER_TASK / chunk / LEAST_CHANNELS) * LEAST_CHANNELS;
  const width = Math.min(channels, MOST_CHANNELS, wanted);
  const chunks = Math.ceil(rows / chunk);
  const tiles = matrices * chunks * Math.ceil(channels / width);
  const perTask = Math.max(1, Math.floor(ELEMENTS_PER_TASK / (chunk * width)));
  return {
    params: { rows, channels, chunk, width, tiles, perTask },
    chunks,
    tasks: tasksFor(tiles, perTask),
  };
}

/** Cuts a matrix for a kernel that computes element by element. */
export const elementwiseTiles = (rows: number, channels: number): Tiling =>
  tilesOf(rows, channels, Math.ceil(ELEMENTS_PER_TASK / channels));

/** Rows up to which a sum over them is not cut. */
const LONGEST_SUM = 256;
/** Where there is one channel, a chunk's numbers are summed in 16 parts at once. */
const LONGEST_RUN = 2048;

/** Rows of a chunk, so that sums over chunks, and then over their results, are about equally long and round little. */
export function rowsOfSum(rows: number, channels: number): number {
  if (rows <= LONGEST_SUM) return Math.max(1, rows);
  return channels === 1 ? Math.min(rows, LONGEST_RUN) : Math.ceil(Math.sqrt(rows));
}
