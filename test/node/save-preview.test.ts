import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../src/data/batch.ts';
import { Dataset } from '../../src/data/dataset.ts';
import { DataError, ValueError } from '../../src/errors.ts';
import { ImageDataGenerator } from '../../src/node/image-data-generator.ts';
import * as grid from '../../src/node/preview-grid.ts';
import { savePreview } from '../../src/node/save-preview.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

/** Three images of 2 by 3 gray pixels in two batches. */
const batches = (y: Float32Array | Uint32Array, yShape: readonly number[]) => {
  const width = y.length / 3;
  const part = (from: number, to: number): Batch => ({
    x: new Uint8Array((to - from) * 6).fill(100 + from),
    xShape: [to - from, 2, 3, 1],
    y: y.slice(from * width, to * width),
    yShape: [to - from, ...yShape],
  });
  return Dataset.from([part(0, 2), part(2, 3)]);
};

/** The titles and the first pixel of each image that the grid is drawn of. */
async function drawn(...[dataset, options]: [Parameters<typeof savePreview>[0], Parameters<typeof savePreview>[2]?]) {
  const spy = vi.spyOn(grid, 'previewGrid');
  const path = join(await temporaryFolder(), 'grid.png');
  const count = await savePreview(dataset, path, options);
  const [{ x, xShape }, given] = spy.mock.lastCall!;
  spy.mockRestore();
  const size = x.length / xShape[0];
  return {
    count,
    titles: given?.titles,
    columns: given?.columns,
    firsts: [...x].filter((_, i) => i % size === 0),
    path,
  };
}

describe('savePreview', () => {
  it('writes a PNG file of the first images, across batches', async () => {
    const { count, firsts, columns, path } = await drawn(batches(Uint32Array.of(0, 1, 0), []));
    expect([count, firsts, columns]).toEqual([3, [100, 100, 102], 10]);
    expect((await sharp(await readFile(path)).metadata()).format).toBe('png');
    expect(await readdir(join(path, '..'))).toEqual(['grid.png']);
  });

  it('takes no more than asked for, even of data without end', async () => {
    const images = { x: new Uint8Array(4 * 6), xShape: [4, 2, 3, 1] };
    const endless = new ImageDataGenerator().flow(images, { batchSize: 3 });
    expect(await drawn(endless, { count: 7, columns: 4 })).toMatchObject({ count: 7, columns: 4, titles: undefined });
  });

  it('names the classes of all kinds of labels', async () => {
    const classNames = ['cat', 'dog'];
    const titles = async (y: Float32Array | Uint32Array, yShape: readonly number[]) =>
      (await drawn(batches(y, yShape), { classNames })).titles;
    expect(await titles(Uint32Array.of(0, 1, 5), [])).toEqual(['cat', 'dog', '5']);
    expect(await titles(Float32Array.of(1, 0, 1), [1])).toEqual(['dog', 'cat', 'dog']);
    expect(await titles(Float32Array.of(1, 0, 0, 1, 1, 0), [2])).toEqual(['cat', 'dog', 'cat']);
    expect(await titles(Float32Array.of(0.5, 2, 3, 4, 5, 6), [2])).toEqual(['', '', '']);
    const named = Object.assign(batches(Uint32Array.of(1, 0, 0), []), { classNames });
    expect((await drawn(named)).titles).toEqual(['dog', 'cat', 'cat']);
  });

  it('refuses what cannot be drawn', async () => {
    const path = join(await temporaryFolder(), 'grid.png');
    await expect(savePreview(Dataset.from<Batch>([]), path)).rejects.toThrow(DataError);
    await expect(savePreview(batches(Uint32Array.of(0, 0, 0), []), path, { count: 0 })).rejects.toThrow(ValueError);
    const mixed = Dataset.from([3, 4].map((width) => ({ x: new Uint8Array(width), xShape: [1, 1, width, 1] })));
    await expect(savePreview(mixed, path)).rejects.toThrow(/Images of \[1, 4, 1\] follow some of \[1, 3, 1\]/);
  });
});
