import { join } from 'node:path';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Batch } from '../../src/data/batch.ts';
import { DataError, ValueError } from '../../src/errors.ts';
import type { FlowFromDirectoryOptions } from '../../src/node/directory-flow.ts';
import { ImageDataGenerator } from '../../src/node/image-data-generator.ts';
import { solidPng, writeFiles } from '../support/images.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

const lines: string[] = [];
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(console, 'log').mockImplementation((line: string) => {
    lines.push(line);
  });
});

/** Class folders with images of one gray each: those of class `c` are `10 * c`, `10 * c + 1` and so on. */
async function grays(counts: Readonly<Record<string, number>>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [label, [name, count]] of Object.entries(counts).entries()) {
    for (let i = 0; i < count; i++) {
      const level = 10 * label + i;
      await writeFiles(folder, { [`${name}/${i}.png`]: await solidPng(3, 5, [level, level, level]) });
    }
  }
  return folder;
}

async function take(batches: AsyncIterable<Batch>, count: number): Promise<Batch[]> {
  const taken: Batch[] = [];
  if (count === 0) return taken;
  for await (const batch of batches) if (taken.push(batch) === count) break;
  return taken;
}

/** The gray of each image of a batch. */
const levels = ({ x, xShape }: Pick<Batch, 'x' | 'xShape'>): number[] => {
  const size = x.length / xShape[0];
  return Array.from({ length: xShape[0] }, (_, i) => x[i * size]);
};

const small = { targetSize: [2, 4], batchSize: 4, shuffle: false } as const satisfies FlowFromDirectoryOptions;

describe('ImageDataGenerator.flowFromDirectory', () => {
  it('says what was found, in the words of Keras', async () => {
    const folder = await grays({ cats: 3, dogs: 2 });
    const batches = await new ImageDataGenerator().flowFromDirectory(folder, small);
    expect(lines).toEqual(['Found 5 images belonging to 2 classes.']);
    expect(batches).toMatchObject({
      samples: 5,
      batchesPerPass: 2,
      length: Number.POSITIVE_INFINITY,
      classIndices: { cats: 0, dogs: 1 },
      classNames: ['cats', 'dogs'],
      classes: [0, 0, 0, 1, 1],
      imageShape: [2, 4, 3],
      skipped: [],
    });
    expect(batches.fileNames).toEqual(['cats/0.png', 'cats/1.png', 'cats/2.png', 'dogs/0.png', 'dogs/1.png']);
    expect(String(batches)).toBe('<Dataset without end x: [4, 2, 4, 3] f32, y: [4, 2] f32>');
    expect(batches.filePaths[3]).toBe(join(folder, 'dogs/0.png'));
  });

  it('goes round without end, a smaller batch at the end of each pass', async () => {
    const batches = await new ImageDataGenerator().flowFromDirectory(await grays({ cats: 3, dogs: 2 }), small);
    const taken = await take(batches, 5);
    expect(taken.map(levels)).toEqual([[0, 1, 2, 10], [11], [0, 1, 2, 10], [11], [0, 1, 2, 10]]);
    expect(taken[0].xShape).toEqual([4, 2, 4, 3]);
    expect(taken[1].xShape).toEqual([1, 2, 4, 3]);
    expect(taken[0].x).toBeInstanceOf(Float32Array);
  });

  it('shuffles each pass in another way, and in the same way for the same seed', async () => {
    const folder = await grays({ cats: 6, dogs: 6 });
    const options = { ...small, batchSize: 12, shuffle: true, seed: 5 };
    const read = async () => take(await new ImageDataGenerator().flowFromDirectory(folder, options), 3);
    const [first, second] = [(await read()).map(levels), (await read()).map(levels)];
    expect(first).toEqual(second);
    expect(new Set(first.map(String)).size).toBe(3);
    for (const pass of first) expect(pass.sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15]);
  });

  it('gives a second reader passes of its own', async () => {
    const options = { ...small, batchSize: 12, shuffle: true, seed: 5 };
    const batches = await new ImageDataGenerator().flowFromDirectory(await grays({ cats: 6, dogs: 6 }), options);
    expect((await take(batches, 1)).map(levels)).not.toEqual((await take(batches, 1)).map(levels));
  });

  it('rescales in f32', async () => {
    const generator = new ImageDataGenerator({ rescale: 1 / 255 });
    const [batch] = await take(await generator.flowFromDirectory(await grays({ a: 2, b: 2 }), small), 1);
    expect(levels(batch)).toEqual([0, 1, 10, 11].map((level) => Math.fround(level * Math.fround(1 / 255))));
  });

  it.each([
    ['categorical', Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1), [4, 2]],
    ['binary', Float32Array.of(0, 0, 1, 1), [4, 1]],
    ['sparse', Uint32Array.of(0, 0, 1, 1), [4]],
  ] as const)('gives labels: %s', async (classMode, y, yShape) => {
    const folder = await grays({ cats: 2, dogs: 2 });
    const [batch] = await take(await new ImageDataGenerator().flowFromDirectory(folder, { ...small, classMode }), 1);
    expect([batch.y, batch.yShape]).toEqual([y, yShape]);
  });

  it('gives the images themselves as targets, or none', async () => {
    const folder = await grays({ cats: 2, dogs: 2 });
    const input = await new ImageDataGenerator().flowFromDirectory(folder, { ...small, classMode: 'input' });
    const [batch] = await take(input, 1);
    expect([batch.y, batch.yShape]).toEqual([batch.x, batch.xShape]);
    expect(batch.y).not.toBe(batch.x);
    const without = await new ImageDataGenerator().flowFromDirectory(folder, { ...small, classMode: null });
    for await (const images of without) {
      expect(Object.keys(images)).toEqual(['x', 'xShape']);
      break;
    }
  });

  it('refuses binary labels for other than two classes', async () => {
    const folder = await grays({ a: 1, b: 1, c: 1 });
    const flow = new ImageDataGenerator().flowFromDirectory(folder, { ...small, classMode: 'binary' });
    await expect(flow).rejects.toThrow(/needs exactly 2 classes; .* has 3: \[a, b, c\]/);
  });

  it('takes the first part of each class for validation, the rest for training', async () => {
    const folder = await grays({ cats: 5, dogs: 4 });
    const generator = new ImageDataGenerator({ validationSplit: 0.4 });
    const validation = await generator.flowFromDirectory(folder, { ...small, subset: 'validation' });
    const training = await generator.flowFromDirectory(folder, { ...small, subset: 'training' });
    expect(validation.fileNames).toEqual(['cats/0.png', 'cats/1.png', 'dogs/0.png']);
    expect(training.fileNames).toEqual([
      'cats/2.png',
      'cats/3.png',
      'cats/4.png',
      'dogs/1.png',
      'dogs/2.png',
      'dogs/3.png',
    ]);
    expect(lines).toEqual(['Found 3 images belonging to 2 classes.', 'Found 6 images belonging to 2 classes.']);
    await expect(new ImageDataGenerator().flowFromDirectory(folder, { subset: 'training' })).rejects.toThrow(
      ValueError,
    );
  });

  it('takes the classes in the order that is given', async () => {
    const folder = await grays({ cats: 1, dogs: 1, owls: 1 });
    const batches = await new ImageDataGenerator().flowFromDirectory(folder, { ...small, classes: ['owls', 'cats'] });
    expect([batches.classIndices, batches.fileNames]).toEqual([{ owls: 0, cats: 1 }, ['owls/0.png', 'cats/0.png']]);
    const missing = new ImageDataGenerator().flowFromDirectory(folder, { classes: ['cows'] });
    await expect(missing).rejects.toThrow(/no class folder "cows"; it holds \[cats, dogs, owls\]/);
  });

  it("resizes by Pillow's nearest, or bilinear", async () => {
    const folder = await temporaryFolder();
    const stripes = Uint8Array.from([0, 100, 200].flatMap((level) => [level, level, level]));
    const { default: sharp } = await import('sharp');
    const png = await sharp(stripes, { raw: { width: 3, height: 1, channels: 3 } })
      .png()
      .toBuffer();
    await writeFiles(folder, { 'a/1.png': png });
    const red = async (interpolation: 'nearest' | 'bilinear') => {
      const options = { ...small, targetSize: [1, 2], interpolation } as const;
      const [{ x }] = await take(await new ImageDataGenerator().flowFromDirectory(folder, options), 1);
      return [x[0], x[3]];
    };
    expect(await red('nearest')).toEqual([0, 200]);
    expect(await red('bilinear')).toEqual([25, 175]);
  });

  it('turns photos as their EXIF data says, if asked to', async () => {
    const { default: sharp } = await import('sharp');
    const png = Buffer.from(await solidPng(4, 4, [255, 255, 255]));
    const black = { create: { width: 8, height: 4, channels: 3, background: 'black' } } as const;
    const photo = sharp(black)
      .composite([{ input: png, top: 0, left: 0 }])
      .withMetadata({ orientation: 3 });
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'a/1.png': await photo.png().toBuffer() });
    const firstPixel = async (exif: 'ignore' | 'auto') =>
      levels((await take(await new ImageDataGenerator().flowFromDirectory(folder, { ...small, exif }), 1))[0]);
    expect([await firstPixel('ignore'), await firstPixel('auto')]).toEqual([[255], [0]]);
  });

  it('names a file that cannot be read, or leaves it out', async () => {
    const folder = await grays({ cats: 2, dogs: 1 });
    await writeFiles(folder, { 'dogs/broken.png': 'no image' });
    const strict = await new ImageDataGenerator().flowFromDirectory(folder, small);
    await expect(take(strict, 1)).rejects.toThrow(/dogs.broken\.png/);
    const lenient = await new ImageDataGenerator().flowFromDirectory(folder, { ...small, unreadable: 'skip' });
    expect(lenient.samples).toBe(3);
    expect(lenient.skipped.map(({ path }) => path)).toEqual([join(folder, 'dogs/broken.png')]);
    expect(lines.slice(1)).toEqual(['Found 3 images belonging to 2 classes.', 'Skipping 1 files that cannot be read.']);
  });

  it('refuses folders without images and wrong options', async () => {
    const empty = await temporaryFolder();
    await expect(new ImageDataGenerator().flowFromDirectory(empty)).rejects.toThrow(DataError);
    const wrong = { classMode: 'onehot' } as unknown as FlowFromDirectoryOptions;
    await expect(new ImageDataGenerator().flowFromDirectory(empty, wrong)).rejects.toThrow(
      /`classMode` is "onehot"; one of "categorical", "binary", "sparse", "input" or null/,
    );
    await expect(new ImageDataGenerator().flowFromDirectory(empty, { targetSize: [0, 5] })).rejects.toThrow(ValueError);
    const folder = await grays({ a: 1 });
    await expect(new ImageDataGenerator().flowFromDirectory(folder, { batchSize: 0 })).rejects.toThrow(
      /`batchSize` is 0/,
    );
  });
});

/** Four images of 1 by 2 pixels: 0 1, 2 3, 4 5, 6 7. */
const four = { x: Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7), xShape: [4, 1, 2, 1] } as const;
const inOrder = { batchSize: 3, shuffle: false } as const;

describe('ImageDataGenerator.flow', () => {
  it('gives images in memory with their labels, without end', async () => {
    const batches = new ImageDataGenerator().flow({ ...four, y: Uint8Array.of(5, 6, 7, 8), yShape: [4] }, inOrder);
    const [first, second, third] = await take(batches, 3);
    expect(first).toEqual({
      x: Float32Array.of(0, 1, 2, 3, 4, 5),
      xShape: [3, 1, 2, 1],
      y: Uint32Array.of(5, 6, 7),
      yShape: [3],
    });
    expect(String(batches)).toBe('<Dataset without end x: [3, 1, 2, 1] f32, y: [3] u32>');
    expect([second.y, third.y]).toEqual([Uint32Array.of(8), Uint32Array.of(5, 6, 7)]);
  });

  it('gives targets of any shape, or none', async () => {
    const y = Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8);
    const [batch] = await take(new ImageDataGenerator().flow({ ...four, y, yShape: [4, 2] }, inOrder), 1);
    expect([batch.y, batch.yShape]).toEqual([Float32Array.of(1, 2, 3, 4, 5, 6), [3, 2]]);
    for await (const images of new ImageDataGenerator().flow(four, inOrder)) {
      expect(Object.keys(images)).toEqual(['x', 'xShape']);
      break;
    }
  });

  it('takes the first images for validation', async () => {
    const generator = new ImageDataGenerator({ validationSplit: 0.25 });
    const validation = generator.flow(four, { ...inOrder, subset: 'validation' });
    const training = generator.flow(four, { ...inOrder, subset: 'training' });
    expect([validation.samples, training.samples]).toEqual([1, 3]);
    for await (const { x } of training) {
      expect(x).toEqual(Float32Array.of(2, 3, 4, 5, 6, 7));
      break;
    }
  });

  it('changes each image in each pass in its own way', async () => {
    const x = new Uint8Array(2 * 9 * 9).fill(0).map((_, i) => (i % 81) * 3);
    const arrays = { x, xShape: [2, 9, 9, 1], y: Uint8Array.of(0, 1), yShape: [2] };
    const generator = new ImageDataGenerator({ rotationRange: 180 });
    const options = { batchSize: 2, shuffle: false, seed: 1 };
    const [first, second] = await take(generator.flow(arrays, options), 2);
    const images = [first, second].flatMap((batch) => [String(batch.x.subarray(0, 81)), String(batch.x.subarray(81))]);
    expect(new Set(images).size).toBe(4);
    expect((await take(generator.flow(arrays, options), 2))[1]).toEqual(second);
  });

  it('refuses arrays that do not fit', () => {
    const generator = new ImageDataGenerator();
    expect(() => generator.flow({ x: four.x, xShape: [4, 2, 1] })).toThrow(
      /\[n, height, width, channels\] is expected/,
    );
    expect(() => generator.flow({ ...four, y: Uint8Array.of(1), yShape: [1] })).toThrow(DataError);
    expect(() => new ImageDataGenerator({ validationSplit: 0.1 }).flow(four, { subset: 'validation' })).toThrow(
      DataError,
    );
  });
});

describe('ImageDataGenerator.standardize', () => {
  it('applies the function, then rescale', () => {
    const generator = new ImageDataGenerator({
      preprocessingFunction: (values, shape) => values.map((value) => value + shape[1]),
      rescale: 0.5,
    });
    expect(generator.standardize(Float32Array.of(2, 4), [1, 2, 1])).toEqual(Float32Array.of(2, 3));
    const shorter = new ImageDataGenerator({ preprocessingFunction: () => new Float32Array(1) });
    expect(() => shorter.standardize(Float32Array.of(2, 4), [1, 2, 1])).toThrow(/may not change the size/);
  });

  it('brings the mean of an image to 0, and its deviation to 1', () => {
    const centered = new ImageDataGenerator({ samplewiseCenter: true });
    expect(centered.standardize(Float32Array.of(1, 3, 8), [1, 3, 1])).toEqual(Float32Array.of(-3, -1, 4));
    const normalized = new ImageDataGenerator({ samplewiseStdNormalization: true });
    // The mean is 5, the deviation 4.
    const [first, second] = normalized.standardize(Float32Array.of(1, 9), [1, 2, 1]);
    expect([first, second]).toEqual([Math.fround(-4 / 4.000001), Math.fround(4 / 4.000001)]);
  });

  it("uses the channels' mean and deviation that fit measured", () => {
    const generator = new ImageDataGenerator({ featurewiseStdNormalization: true });
    expect(() => generator.standardize(new Float32Array(2), [1, 1, 2])).toThrow(/need fit\(images\)/);
    expect(() => generator.flow(four)).toThrow(/need fit\(images\)/);
    // Channel 0 is 1 and 5, channel 1 is 10 and 30.
    generator.fit({ x: Uint8Array.of(1, 10, 5, 30), xShape: [2, 1, 1, 2] });
    const [first, second] = generator.standardize(Float32Array.of(5, 10), [1, 1, 2]);
    expect([first, second]).toEqual([Math.fround(2 / 2.000001), Math.fround(-10 / 10.000001)]);
  });
});

describe('ImageDataGenerator.randomTransform', () => {
  it('does what getRandomTransform draws for the seed', () => {
    const generator = new ImageDataGenerator({ rotationRange: 90, zoomRange: 0.3, fillMode: 'reflect' });
    const image = { pixels: Uint8Array.from({ length: 48 }, (_, i) => 5 * i), height: 4, width: 4, channels: 3 };
    const drawn = generator.getRandomTransform([4, 4], 9);
    expect(generator.randomTransform(image, 9)).toEqual(generator.applyTransform(image, drawn));
    expect(generator.getRandomTransform([4, 4], 9)).toEqual(drawn);
  });
});
