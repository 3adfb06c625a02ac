import { checkArrays, gatherRows, type SampleArrays } from '../data/arrays.ts';
import type { Batch } from '../data/batch.ts';
import { DataError } from '../errors.ts';
import type { Share } from './directory-flow.ts';
import type { ImageSource } from './image-source.ts';

/** Images in memory, `[n, height, width, channels]`, without labels. */
export type ImageArrays = Pick<SampleArrays, 'x' | 'xShape'>;

/**
 * A part of the images in memory: from `floor(start * n)` to `floor(stop * n)`.
 *
 * @throws DataError when the arrays do not fit their shapes or each other.
 */
export function arraySource(arrays: SampleArrays | ImageArrays, share: Share): ImageSource {
  const [total, height, width, channels] = imageShapeOf(arrays);
  if ('y' in arrays) checkArrays(arrays);
  const [start, stop] = share.map((part) => Math.floor(part * total));
  const size = height * width * channels;
  return {
    count: stop - start,
    imageShape: [height, width, channels],
    image: (index) => ({
      pixels: arrays.x.subarray((start + index) * size, (start + index + 1) * size),
      ...{ height, width, channels },
    }),
    ...('y' in arrays && {
      labels: (indices) => {
        const rows = indices.map((index) => start + index);
        return pickLabels(arrays, rows);
      },
      labelSpec: {
        shape: arrays.yShape.slice(1),
        dtype: arrays.y instanceof Float32Array ? 'f32' : 'u32',
      },
    }),
  };
}

/**
 * Number, height, width and channels of images.
 *
 * @throws DataError when they are none.
 */
export function imageShapeOf({ x, xShape }: ImageArrays): readonly [number, number, number, number] {
  const [count = 0, height = 0, width = 0, channels = 0] = xShape;
  if (xShape.length === 4 && x.length === count * height * width * channels) return [count, height, width, channels];
  throw new DataError(
    `Images of shape [${xShape.join(', ')}] with ${x.length} values were given; [n, height, width, channels] is expected.`,
    { xShape, values: x.length },
  );
}

function pickLabels({ y, yShape }: SampleArrays, rows: readonly number[]): Pick<Batch, 'y' | 'yShape'> {
  const size = yShape.slice(1).reduce((product, side) => product * side, 1);
  if (y instanceof Float32Array) return { y: gatherRows(y, size, rows), yShape: [rows.length, ...yShape.slice(1)] };
  return { y: Uint32Array.from(rows, (row) => y[row]), yShape: [rows.length] };
}
