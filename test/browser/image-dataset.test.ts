import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { ImageFilesOptions } from '../../src/browser/image-dataset.ts';
import type { Batch } from '../../src/data/batch.ts';
import type { ImageDataset } from '../../src/data/image-dataset/image-dataset.ts';
import { imageDatasetFromDirectory } from '../../src/node/image-dataset.ts';
import { listImages } from '../../src/node/index-directory.ts';
import { chromiumForTests } from '../support/chromium.ts';
import { noisyPng } from '../support/colored-folders.ts';
import { writeFiles } from '../support/images.ts';
import { noisePng } from '../support/png.ts';
import { readAll } from '../support/read-all.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const chromium = chromiumForTests();
let page: Page;
beforeAll(async () => {
  page = await chromium.open();
});

/** Three classes of seven images, of many sizes, with alpha and in gray, some deeper, and what is no image. */
async function photos(): Promise<string> {
  const folder = await newFolder();
  for (const [channel, name] of ['b b', 'a', '\u{1F431}'].entries()) {
    for (let i = 0; i < 5; i++) {
      const png = await noisyPng(channel, `${name} ${i}`, 6 + 5 * i);
      await writeFiles(folder, { [`${name}/${i === 4 ? 'deep/' : ''}${9 * i}.png`]: png });
    }
    await writeFiles(folder, {
      [`${name}/alpha.PNG`]: noisePng({ width: 9, height: 13, type: 6, depth: 8 }, name),
      [`${name}/gray.png`]: noisePng({ width: 16, height: 12, type: 0, depth: 16 }, name),
      [`${name}/notes.txt`]: 'none',
    });
  }
  return folder;
}

interface Read {
  readonly classNames: readonly string[];
  readonly classCounts: readonly number[];
  readonly filePaths: readonly string[];
  readonly text: string;
  /** Two passes, as plain arrays with the names of their types. */
  readonly batches: readonly unknown[];
}

/** Gives all images of a folder to the page, as a picked folder or dropped, and reads the data sets made of them. */
async function inPage(folder: string, options: ImageFilesOptions, as: 'picked' | 'dropped' | 'worker' = 'dropped') {
  const files = await Promise.all(
    (await listImages(folder)).map(async (path) => ({
      path: `photos/${relative(folder, path)}`,
      bytes: [...(await readFile(path))],
    })),
  );
  return page.evaluate(
    async ({ files, options, as }) => {
      const lines: string[] = [];
      console.log = (line: string) => lines.push(line);
      const given = files.map(({ path, bytes }) => {
        const file = new File([Uint8Array.from(bytes)], path.split('/').at(-1) as string);
        Object.defineProperty(file, 'webkitRelativePath', { value: path });
        return as === 'picked' ? file : { path, file: new Blob([file]) };
      });
      const made = await cnnGpu.imageDatasetFromFiles(given as File[], options);
      const all = (Array.isArray(made) ? made : [made]) as Awaited<ReturnType<typeof cnnGpu.imageDatasetFromFiles>>[];
      const plain = (batch: object) =>
        Object.entries(batch).map(([key, value]) => [key, value.constructor.name, ...value]);
      const sets = [];
      for (const dataset of all) {
        const { classNames, classCounts, filePaths, description } = dataset;
        const same = as === 'worker' ? await cnnGpu.imageDatasetFromDescription(structuredClone(description)) : dataset;
        const batches = [];
        for (let pass = 0; pass < 2; pass++) for await (const batch of same) batches.push(plain(batch));
        sets.push({ classNames, classCounts, filePaths, text: String(same), batches });
      }
      return { lines, sets };
    },
    { files, options, as },
  );
}

async function inNode(folder: string, options: ImageFilesOptions) {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const made = await imageDatasetFromDirectory(folder, options);
    const all = (Array.isArray(made) ? made : [made]) as ImageDataset<Batch>[];
    const sets: Read[] = [];
    for (const dataset of all) {
      const { classNames, classCounts, filePaths } = dataset;
      const batches = [...(await readAll(dataset)), ...(await readAll(dataset))].map((batch) =>
        Object.entries(batch).map(([key, value]) => [key, value.constructor.name, ...value]),
      );
      const paths = filePaths.map((path) => `photos/${relative(folder, path)}`);
      sets.push({ classNames, classCounts, filePaths: paths, text: String(dataset), batches });
    }
    return { lines: log.mock.calls.map(([line]) => line), sets };
  } finally {
    log.mockRestore();
  }
}

const small = { imageSize: [11, 9], batchSize: 4 } as const;
const cases: Readonly<Record<string, ImageFilesOptions>> = {
  'in order': { ...small, shuffle: false },
  'shuffled in each pass': { ...small, seed: 7 },
  'split by a seed': { ...small, seed: 123, validationSplit: 0.3, subset: 'both', labelMode: 'categorical' },
  'split class by class': { ...small, seed: 5, validationSplit: 0.3, subset: 'both', stratify: true },
  'of chosen classes, in gray': { ...small, seed: 1, classNames: ['\u{1F431}', 'a'], colorMode: 'grayscale' },
  'with alpha, cut to the nearest pixels': {
    ...small,
    seed: 1,
    colorMode: 'rgba',
    interpolation: 'nearest',
    cropToAspectRatio: true,
  },
  'without labels, padded': { ...small, seed: 1, labels: null, padToAspectRatio: true },
  'with labels given': { ...small, seed: 1, labels: Array.from({ length: 21 }, (_, i) => i % 4) },
};

describe('imageDatasetFromFiles', () => {
  it.each(Object.entries(cases))('gives the batches of the same folder in Node: %s', async (_, options) => {
    const folder = await photos();
    const expected = await inNode(folder, options);
    expect(expected.sets[0]?.batches.length).toBeGreaterThan(2);
    expect(await inPage(folder, options)).toEqual(expected);
  });

  it('takes a picked folder, and makes the same data set of a description that was sent', async () => {
    const folder = await photos();
    const options = { ...small, seed: 123, validationSplit: 0.3, subset: 'both' } as const;
    const expected = await inNode(folder, options);
    expect(await inPage(folder, options, 'picked')).toEqual(expected);
    expect(await inPage(folder, options, 'worker')).toEqual(expected);
  });

  it('keeps groups together, leaves out what cannot be read, and takes a folder that is named', async () => {
    const result = await page.evaluate(
      async ({ png }) => {
        const good = new Blob([Uint8Array.from(png)]);
        const paths = [
          'p/train/a/1_x.png',
          'p/train/a/1_y.png',
          'p/train/b/2_x.png',
          'p/train/b/2_y.png',
          'p/test/a/1.png',
        ];
        const files = paths.map((path) => ({ path, file: good }));
        files.push({ path: 'p/train/b/broken.png', file: new Blob(['no image']) });
        const options = {
          directory: 'p/train',
          verbose: false,
          validationSplit: 0.5,
          subset: 'both',
          seed: 1,
          groupBy: (path: string) => path.split('/').at(-1)?.[0] as string,
          unreadable: 'skip',
        } as const;
        const [training, validation] = await cnnGpu.imageDatasetFromFiles(files, options);
        structuredClone(training.description);
        return {
          groups: [training, validation].map(({ filePaths }) => new Set(filePaths.map((path) => path[10])).size),
          skipped: training.skipped,
          classNames: training.classNames,
        };
      },
      { png: [...(await noisyPng(0, 'one'))] },
    );
    expect(result).toEqual({
      groups: [1, 1],
      skipped: [{ path: 'p/train/b/broken.png', reason: 'its content is not a BMP, GIF, JPEG, PNG or WebP image' }],
      classNames: ['a', 'b'],
    });
  });

  it('refuses what Node refuses, in its words', async () => {
    const refusal = (files: readonly string[], options: ImageFilesOptions) =>
      page.evaluate(
        async ({ files, options }) => {
          const given = files.map((path) => ({ path, file: new Blob(['']) }));
          try {
            const dataset = await cnnGpu.imageDatasetFromFiles(given, { ...options, verbose: false });
            for await (const _ of dataset);
            return 'nothing';
          } catch (error) {
            return String(error);
          }
        },
        { files, options },
      );
    expect(await refusal([], {})).toContain('DataError: No images found in the folder of all files. Put the images');
    expect(await refusal(['1.png'], {})).toContain('No images found in the folder of all files.');
    expect(await refusal(['p/a/1.png', 'p/b/x.txt'], { labelMode: 'binary', batchSize: 0 })).toContain(
      '`batchSize` must',
    );
    expect(await refusal(['p/a/1.png'], { labelMode: 'binary' })).toContain('there must be exactly 2 classNames');
    expect(await refusal(['p/a/1.png'], { classNames: ['c'] })).toContain('Expected: [a] (or a subset of it)');
    expect(await refusal(['p/a/1.png'], {})).toBe('DataError: Cannot read the image p/a/1.png: the file is empty.');
    expect(await refusal(['p/a/1.png'], { directory: 'q' })).toBe('DataError: No file lies in the folder q.');
  });
});
