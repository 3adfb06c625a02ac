import type { Batch, InputBatch } from '../data/batch.ts';
import { DataError, ValueError } from '../errors.ts';
import { type PreviewGridOptions, previewGrid } from './preview-grid.ts';
import { writeFileAtomic } from './write-file-atomic.ts';

/** How {@link savePreview} lays out images. */
export interface SavePreviewOptions extends Pick<PreviewGridOptions, 'valueRange'> {
  /** Number of images at most; default 20. */
  readonly count?: number;
  /** Images side by side; default 10. */
  readonly columns?: number;
  /** Names of the classes, for the titles; default those of the data set, or the numbers of the classes. */
  readonly classNames?: readonly string[];
}

/** Batches of images, with the names of their classes where they have any. */
export type PreviewSource = AsyncIterable<InputBatch | Batch> & { readonly classNames?: readonly string[] };

/**
 * Writes a PNG file with the first images of a data set in a grid, as the network sees them, each with its class below.
 *
 * ```ts
 * await savePreview(await imageDatasetFromDirectory('photos'), 'preview.png', { count: 20, columns: 10 });
 * ```
 *
 * @returns the number of images shown.
 * @throws DataError when there are none, or their sizes differ from batch to batch.
 * @throws ValueError for wrong options.
 * @throws MissingPackageError when `sharp` is not installed.
 * @throws WriteError when the file cannot be written.
 */
export async function savePreview(
  dataset: PreviewSource,
  path: string,
  { count = 20, columns = 10, classNames = dataset.classNames ?? [], valueRange }: SavePreviewOptions = {},
): Promise<number> {
  if (!Number.isInteger(count) || count < 1) {
    throw new ValueError(`savePreview: count is ${count}; a whole number of at least 1 is expected.`, { count });
  }
  const images: Float32Array[] = [];
  const titles: string[] = [];
  let imageShape: readonly number[] = [];
  let areBytes = true;
  for await (const batch of dataset) {
    const [size, ...shape] = batch.xShape;
    if (images.length > 0 && shape.join() !== imageShape.join()) {
      throw new DataError(
        `Images of [${shape.join(', ')}] follow some of [${imageShape.join(', ')}]; resize them first.`,
      );
    }
    imageShape = shape;
    areBytes &&= batch.x instanceof Uint8Array;
    const values = batch.x.length / size;
    for (let i = 0; i < size && images.length < count; i++) {
      images.push(Float32Array.from(batch.x.subarray(i * values, (i + 1) * values)));
      if ('y' in batch) titles.push(titleOf(batch, i, classNames));
    }
    if (images.length === count) break;
  }
  if (images.length === 0) throw new DataError('There are no images to show: the data set is empty.');
  const x = new Float32Array(images.length * images[0].length);
  for (const [i, values] of images.entries()) x.set(values, i * values.length);
  const range = valueRange ?? (areBytes ? ([0, 255] as const) : undefined);
  const grid = { columns, ...(range && { valueRange: range }), ...(titles.length === images.length && { titles }) };
  await writeFileAtomic(path, await previewGrid({ x, xShape: [images.length, ...imageShape] }, grid));
  return images.length;
}

/** The class of an example: by its index, its one-hot row or its binary label; nothing for other targets. */
function titleOf({ y, yShape }: Batch, i: number, classNames: readonly string[]): string {
  const width = y.length / yShape[0];
  const row = Array.from(y.subarray(i * width, (i + 1) * width));
  const isOneHot = yShape.length === 2 && width > 1 && row.every((value) => value === 0 || value === 1);
  if (width > 1 && !isOneHot) return '';
  const index = isOneHot ? row.indexOf(1) : row[0];
  return classNames[index] ?? String(index);
}
