/**
 * Walks the tiles of a task: a matrix of `rows` × `channels` is cut into tiles of `chunk` rows and `width` channels, and
 * so is each further matrix that follows it; `tiles` counts them all. Calls T.tile(params, chunk's index, its first
 * row, end of its rows, first channel, end of the channels).
 */
@inline
export function eachTile<T, P>(params: P, task: u32): void {
  const across = (params.channels + params.width - 1) / params.width;
  const down = (params.rows + params.chunk - 1) / params.chunk;
  const end = min((task + 1) * params.perTask, params.tiles);
  for (let tile = task * params.perTask; tile < end; tile++) {
    const index = tile / across;
    const from = (tile % across) * params.width;
    const row = (index % down) * params.chunk;
    const endRow = min(row + params.chunk, params.rows);
    changetype<T>(0).tile(params, index, row, endRow, from, min(from + params.width, params.channels));
  }
}

/** Most channels of a tile: so many numbers fit in this thread's memory four times. */
const MOST_CHANNELS: u32 = 16_384;

/** This thread's row of numbers, of four: sums or factors for each channel of a tile. */
@inline
export function ownRow(scratch: usize, index: u32): usize {
  return scratch + index * (MOST_CHANNELS << 2);
}
