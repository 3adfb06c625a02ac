import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import type { Batch, Input, InputBatch, Sample } from '../../src/data/batch.ts';
import type { ImageDataset } from '../../src/data/image-dataset/image-dataset.ts';
import type { ImageDatasetOptions } from '../../src/data/image-dataset/image-dataset-options.ts';
import { DataError, ValueError } from '../../src/errors.ts';
import { imageDatasetFromDirectory } from '../../src/node/image-dataset.ts';
import { solidPng, writeFiles } from '../support/images.ts';
import { readAll } from '../support/read-all.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
const log = vi.spyOn(console, 'log');

beforeEach(() => {
  log.mockImplementation(() => {});
});

afterEach(() => {
  log.mockReset();
});

const printed = () => log.mock.calls.map(([message]) => message);
const names = (dataset: { filePaths: readonly string[] }) => dataset.filePaths.map((path) => basename(path, '.png'));

/** Folders a and b with five images each; image i of the ten has red 10 i. */
async function tenImages(): Promise<string> {
  const folder = await newFolder();
  for (let i = 0; i < 10; i++) {
    const name = i < 5 ? `a/a${i}.png` : `b/b${i - 5}.png`;
    await writeFiles(folder, { [name]: await solidPng(2, 3, [10 * i, 1, 2]) });
  }
  return folder;
}

const small = { imageSize: [1, 1] as const, verbose: false };

describe('imageDatasetFromDirectory', () => {
  it('reads all images in order, with Keras’s message and defaults', async () => {
    const folder = await tenImages();
    const dataset = await imageDatasetFromDirectory(folder, { shuffle: false });
    expect(printed()).toEqual(['Found 10 files belonging to 2 classes.']);
    expect(dataset.length).toBe(1);
    expect(dataset.classNames).toEqual(['a', 'b']);
    expect(dataset.classCounts).toEqual([5, 5]);
    expect(names(dataset)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4', 'b0', 'b1', 'b2', 'b3', 'b4']);
    const [batch] = await readAll(dataset);
    expect(batch.xShape).toEqual([10, 256, 256, 3]);
    expect(batch.y).toEqual(Uint32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1));
    expect([...batch.x.subarray(-3)]).toEqual([90, 1, 2]);
  });

  it('turns photos as their EXIF data says, if asked to', async () => {
    const { default: sharp } = await import('sharp');
    const folder = await newFolder();
    const pixels = Uint8Array.of(255, 255, 255, 0, 0, 0);
    const photo = sharp(pixels, { raw: { width: 2, height: 1, channels: 3 } }).withMetadata({ orientation: 3 });
    await writeFiles(folder, { 'a/1.png': await photo.png().toBuffer() });
    const first = async (exif: 'ignore' | 'auto') =>
      (await readAll(await imageDatasetFromDirectory(folder, { ...small, imageSize: [1, 2], exif })))[0].x[0];
    expect([await first('ignore'), await first('auto')]).toEqual([255, 0]);
    await expect(imageDatasetFromDirectory(folder, { exif: 'on' as 'auto' })).rejects.toThrow(/`exif` must be one of/);
  });

  it('splits class by class, or keeps groups together, if asked to', async () => {
    const folder = await tenImages();
    const options = { ...small, validationSplit: 0.4, subset: 'both', seed: 3 } as const;
    const [training, validation] = await imageDatasetFromDirectory(folder, { ...options, stratify: true });
    expect([training.classCounts, validation.classCounts]).toEqual([
      [3, 3],
      [2, 2],
    ]);
    // Images 0 and 1, 2 and 3, and 4 of each class are of one group.
    const groupBy = (path: string) => basename(path).replace(/\d/, (digit) => String(Math.floor(Number(digit) / 2)));
    const [ours, theirs] = await imageDatasetFromDirectory(folder, { ...options, groupBy });
    const groups = (dataset: typeof ours) => new Set(dataset.filePaths.map(groupBy));
    expect(theirs.filePaths).toHaveLength(4);
    expect([...groups(ours)].filter((group) => groups(theirs).has(group))).toEqual([]);
    const refused = [{ stratify: true }, { ...options, stratify: true, groupBy }];
    for (const wrong of refused) await expect(imageDatasetFromDirectory(folder, wrong)).rejects.toThrow(ValueError);
  });

  it('shows what its batches look like', async () => {
    const folder = await tenImages();
    const show = async (options: ImageDatasetOptions) =>
      String(await imageDatasetFromDirectory(folder, { ...small, ...options }));
    expect(await show({ imageSize: [100, 90] })).toBe(
      '<Dataset of 1 items x: [32, 100, 90, 3] f32 or u8, y: [32] u32>',
    );
    expect(await show({ batchSize: 4, labelMode: 'categorical', interpolation: 'nearest' })).toBe(
      '<Dataset of 3 items x: [4, 1, 1, 3] u8, y: [4, 2] f32>',
    );
    expect(await show({ labelMode: 'binary', colorMode: 'grayscale' })).toBe(
      '<Dataset of 1 items x: [32, 1, 1, 1] f32 or u8, y: [32, 1] f32>',
    );
    expect(await show({ labels: null, batchSize: 5 })).toBe('<Dataset of 2 items x: [5, 1, 1, 3] f32 or u8>');
    expect(await show({ batchSize: null })).toBe('<Dataset of 10 items>');
  });

  it('splits as Keras does for the same seed', async () => {
    // RandomState(123).shuffle(range(10)) is 4,0,7,5,8,3,1,6,9,2.
    const folder = await tenImages();
    const options = { ...small, verbose: true, validationSplit: 0.3, seed: 123 };
    const [training, validation] = await imageDatasetFromDirectory(folder, { ...options, subset: 'both' });
    expect(names(training)).toEqual(['a4', 'a0', 'b2', 'b0', 'b3', 'a3', 'a1']);
    expect(names(validation)).toEqual(['b1', 'b4', 'a2']);
    expect(training.classCounts).toEqual([4, 3]);
    expect(validation.classCounts).toEqual([1, 2]);
    const alone = await imageDatasetFromDirectory(folder, { ...options, subset: 'validation' });
    expect(alone.filePaths).toEqual(validation.filePaths);
    expect((await imageDatasetFromDirectory(folder, { ...options, subset: 'training' })).filePaths).toEqual(
      training.filePaths,
    );
    const found = 'Found 10 files belonging to 2 classes.';
    const [using, keeping] = ['Using 7 files for training.', 'Using 3 files for validation.'];
    expect(printed()).toEqual([found, using, keeping, found, keeping, found, using]);
    const [batch] = await readAll(validation);
    expect([...batch.x]).toEqual([60, 1, 2, 90, 1, 2, 20, 1, 2]);
    expect([...batch.y]).toEqual([1, 1, 0]);
  });

  it('shuffles training images in each pass, by the seed, and keeps their labels with them', async () => {
    const folder = await tenImages();
    const passes = async () => {
      const dataset = await imageDatasetFromDirectory(folder, { ...small, seed: 5, batchSize: 10 });
      return [...(await readAll(dataset)), ...(await readAll(dataset))];
    };
    const [first, second] = await passes();
    const reds = (batch: Batch) => Array.from(batch.y, (_, i) => batch.x[3 * i]);
    expect(reds(first)).not.toEqual(reds(second));
    expect(reds(first).sort((a, b) => a - b)).toEqual([0, 10, 20, 30, 40, 50, 60, 70, 80, 90]);
    expect([...first.y]).toEqual(reds(first).map((red) => (red < 50 ? 0 : 1)));
    expect(await passes()).toEqual([first, second]);
  });

  it('gives labels in each mode', async () => {
    const folder = await tenImages();
    const first = async (options: ImageDatasetOptions) =>
      (
        await readAll(
          await imageDatasetFromDirectory(folder, {
            ...small,
            batchSize: 10,
            shuffle: false,
            ...options,
          }),
        )
      )[0];
    const categorical = await first({ labelMode: 'categorical' });
    expect(categorical.yShape).toEqual([10, 2]);
    expect([...categorical.y.subarray(8, 12)]).toEqual([1, 0, 0, 1]);
    const binary = await first({ labelMode: 'binary' });
    expect(binary.yShape).toEqual([10, 1]);
    expect(binary.y).toEqual(Float32Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1));
    const swapped = await first({ classNames: ['b', 'a'] });
    expect([...swapped.y]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(swapped.x[0]).toBe(50);
    const given = await first({ labels: [3, 3, 3, 3, 3, 3, 3, 3, 3, 7] });
    expect([...given.y]).toEqual([3, 3, 3, 3, 3, 3, 3, 3, 3, 7]);
  });

  it('counts the classes of given labels', async () => {
    const dataset = await imageDatasetFromDirectory(await tenImages(), {
      ...small,
      labels: [3, 3, 3, 3, 3, 3, 3, 3, 3, 7],
    });
    expect(dataset.classNames).toEqual(['3', '7']);
    expect(dataset.classCounts).toEqual([9, 1]);
  });

  it('gives images alone without labels', async () => {
    const folder = await tenImages();
    const dataset = await imageDatasetFromDirectory(folder, {
      imageSize: 1,
      labels: null,
      batchSize: 4,
      shuffle: false,
    });
    expect(printed()).toEqual(['Found 10 files.']);
    expect(dataset.classNames).toEqual([]);
    const batches = await readAll(dataset);
    expect(batches.map((batch) => batch.xShape[0])).toEqual([4, 4, 2]);
    expect(batches[0]).not.toHaveProperty('y');
  });

  it('gives single images when batchSize is null', async () => {
    const dataset = await imageDatasetFromDirectory(await tenImages(), { ...small, batchSize: null, shuffle: false });
    expect(dataset.length).toBe(10);
    expect((await readAll(dataset.take(1)))[0]).toEqual({ x: Float32Array.of(0, 1, 2), xShape: [1, 1, 3], y: 0 });
  });

  it('has the color mode and the size that are asked for', async () => {
    const folder = await newFolder();
    await writeFiles(folder, { 'a/1.png': await solidPng(1, 2, [200, 100, 50]) });
    const pixels = async (options: ImageDatasetOptions) => {
      const dataset = await imageDatasetFromDirectory(folder, { ...options, verbose: false });
      return (await readAll(dataset))[0];
    };
    expect((await pixels({ colorMode: 'grayscale', imageSize: 3 })).xShape).toEqual([1, 3, 3, 1]);
    expect([...(await pixels({ colorMode: 'rgba', imageSize: 1 })).x]).toEqual([200, 100, 50, 255]);
    expect([...(await pixels({ colorMode: 'grayscale', imageSize: 2, padToAspectRatio: true })).x]).toEqual([
      124, 124, 0, 0,
    ]);
    expect((await pixels({ imageSize: [2, 1], interpolation: 'nearest', cropToAspectRatio: true })).xShape).toEqual([
      1, 2, 1, 3,
    ]);
  });

  it('mixes images that have the size with others into batches of floats, each at its place', async () => {
    const folder = await newFolder();
    await writeFiles(folder, {
      '0.png': await solidPng(2, 2, [1, 2, 3]),
      '1.png': await solidPng(4, 4, [4, 5, 6]),
      '2.png': await solidPng(2, 2, [7, 8, 9]),
    });
    const options = { labels: null, imageSize: 2, shuffle: false, batchSize: 2, parallel: 1, verbose: false } as const;
    const [first, last] = await readAll(await imageDatasetFromDirectory(folder, options));
    const four = (...color: number[]) => [...color, ...color, ...color, ...color];
    expect(first.x).toEqual(Float32Array.of(...four(1, 2, 3), ...four(4, 5, 6)));
    expect(last.x).toEqual(Uint8Array.of(...four(7, 8, 9)));
  });

  it('has types that follow the options', async () => {
    const folder = await tenImages();
    expectTypeOf(await imageDatasetFromDirectory(folder)).toEqualTypeOf<ImageDataset<Batch>>();
    expectTypeOf(await imageDatasetFromDirectory(folder, { batchSize: null })).toEqualTypeOf<ImageDataset<Sample>>();
    expectTypeOf(await imageDatasetFromDirectory(folder, { labelMode: null })).toEqualTypeOf<
      ImageDataset<InputBatch>
    >();
    const inputs = await imageDatasetFromDirectory(folder, { labels: null, batchSize: null });
    expectTypeOf(inputs).toEqualTypeOf<ImageDataset<Input>>();
    const both = await imageDatasetFromDirectory(folder, { subset: 'both', validationSplit: 0.5, seed: 1 });
    expectTypeOf(both).toEqualTypeOf<[training: ImageDataset<Batch>, validation: ImageDataset<Batch>]>();
    expect(both).toHaveLength(2);
  });
});

describe('unreadable images', () => {
  async function folderWithBadImages(): Promise<string> {
    const folder = await tenImages();
    await writeFiles(folder, { 'a/a00.png': 'no image', 'b/b4.png': '' });
    return folder;
  }

  it('stop the pass that meets them', async () => {
    const folder = await folderWithBadImages();
    const dataset = await imageDatasetFromDirectory(folder, { ...small, batchSize: 1, shuffle: false });
    expect(dataset.length).toBe(11);
    expect(dataset.skipped).toEqual([]);
    const got: Batch[] = [];
    const read = async () => {
      for await (const batch of dataset) got.push(batch);
    };
    await expect(read()).rejects.toThrow(`Cannot read the image ${join(folder, 'a', 'a00.png')}: its content is not`);
    expect(got).toHaveLength(1);
  });

  it('are left out before the split, with reasons, when asked to', async () => {
    const folder = await folderWithBadImages();
    const [training, validation] = await imageDatasetFromDirectory(folder, {
      imageSize: 1,
      unreadable: 'skip',
      validationSplit: 0.5,
      subset: 'both',
      shuffle: false,
    });
    expect(printed()).toEqual([
      'Found 11 files belonging to 2 classes.',
      'Skipping 2 files that cannot be read.',
      'Using 5 files for training.',
      'Using 4 files for validation.',
    ]);
    expect(names(training)).toEqual(['a0', 'a1', 'a2', 'a3', 'a4']);
    expect(names(validation)).toEqual(['b0', 'b1', 'b2', 'b3']);
    expect(training.skipped).toEqual([
      { path: join(folder, 'a', 'a00.png'), reason: 'its content is not a BMP, GIF, JPEG, PNG or WebP image' },
      { path: join(folder, 'b', 'b4.png'), reason: 'the file is empty' },
    ]);
    expect((await readAll(validation))[0].y).toEqual(Uint32Array.of(1, 1, 1, 1));
  });

  it('are an error when there are no others', async () => {
    const folder = await newFolder();
    await writeFiles(folder, { 'a/1.png': '', 'a/2.png': '' });
    await expect(imageDatasetFromDirectory(folder, { unreadable: 'skip' })).rejects.toThrow(
      `None of the 2 images in directory ${folder} can be read. The first, ${join(folder, 'a', '1.png')}: the file is empty.`,
    );
  });
});

describe('a directory without images', () => {
  it('is an error that says what to do', async () => {
    const folder = await newFolder();
    await expect(imageDatasetFromDirectory(folder)).rejects.toThrow(DataError);
    await expect(imageDatasetFromDirectory(folder)).rejects.toThrow(
      `No images found in directory ${folder}. Put the images of each class into a folder of their own inside it. ` +
        'Allowed formats: .bmp, .gif, .jpeg, .jpg, .png',
    );
    await expect(imageDatasetFromDirectory(join(folder, 'none'))).rejects.toThrow('does not exist');
  });
});

describe('options', () => {
  it.each<[string, object]>([
    ['If `subset` is set, `validationSplit` must be set', { subset: 'training' }],
    ['If `subset` is set, `validationSplit` must be set', { validationSplit: 0.2, seed: 1 }],
    ['you must provide a `seed` argument', { validationSplit: 0.2, subset: 'training' }],
    ['`validationSplit` must be between 0 and 1, received: 2', { validationSplit: 2, subset: 'training', seed: 1 }],
    [
      '`subset` must be one of "training", "validation", "both". Received: subset=test',
      { validationSplit: 0.2, subset: 'test' },
    ],
    ['`labelMode` must be one of "int", "categorical", "binary" or null. Received: labelMode=x', { labelMode: 'x' }],
    ['`colorMode` must be one of "grayscale", "rgb", "rgba". Received: colorMode=bgr', { colorMode: 'bgr' }],
    ['`interpolation` must be one of "bilinear", "nearest"', { interpolation: 'bicubic' }],
    ['`unreadable` must be one of "error", "skip"', { unreadable: 'ignore' }],
    ['`labels` must be "inferred", an array', { labels: 'folders' }],
    ['You can only pass `classNames` if', { labels: null, classNames: ['a'] }],
    ['You can only pass `classNames` if', { labelMode: null, classNames: ['a'] }],
    ['Invalid `imageSize` value', { imageSize: [0, 5] }],
    ['Invalid `imageSize` value', { imageSize: [5] }],
    ['`batchSize` must be a positive integer or null', { batchSize: 0 }],
    ['Only one of `padToAspectRatio`, `cropToAspectRatio`', { padToAspectRatio: true, cropToAspectRatio: true }],
  ])('%s: %o', async (message, options) => {
    const folder = await newFolder();
    const call = () => imageDatasetFromDirectory(folder, options as ImageDatasetOptions);
    await expect(call()).rejects.toThrow(ValueError);
    await expect(call()).rejects.toThrow(message);
  });

  it('refuses to have no image under way', async () => {
    await expect(imageDatasetFromDirectory(await tenImages(), { parallel: 0 })).rejects.toThrow(
      new ValueError('`parallel` must be a positive integer. Received: parallel=0', { parallel: 0 }),
    );
  });

  it('refuses labels that do not fit the label mode or the split', async () => {
    const folder = await tenImages();
    const labels = [0, 1, 2, 0, 1, 2, 0, 1, 2, 0];
    await expect(imageDatasetFromDirectory(folder, { labels, labelMode: 'binary' })).rejects.toThrow(
      'there must be exactly 2 classNames. Received: classNames=[0, 1, 2]',
    );
    const fromOne = labels.map((label) => label + 1);
    await expect(imageDatasetFromDirectory(folder, { labels: fromOne, labelMode: 'categorical' })).rejects.toThrow(
      'The label 3 is not a class index; with 3 classes, 0 to 2 are expected.',
    );
    await expect(imageDatasetFromDirectory(folder, { labels: fromOne.map((label) => -label) })).rejects.toThrow(
      'The label -1',
    );
    await expect(imageDatasetFromDirectory(folder, { validationSplit: 0.05, subset: 'both', seed: 1 })).rejects.toThrow(
      'leaves none of 10 items for validation',
    );
  });
});
