import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ImageSize } from '../data/resize.ts';
import { loadSharp, type Sharp } from './decode-image.ts';
import { imageDatasetFromDirectory } from './image-dataset.ts';
import { imagesAtOnce } from './images-at-once.ts';
import { makeFolder } from './make-folder.ts';

/** Milliseconds that one way of reading images took for each of them: median and spread over the rounds. */
export interface DataTiming {
  readonly name: 'sharp alone' | 'folder pipeline';
  readonly ms: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/** What {@link benchData} measured. */
export interface DataBenchmark {
  readonly images: number;
  readonly timings: readonly DataTiming[];
  /** Rate of the folder pipeline as a share of sharp's: the median over the rounds. */
  readonly ratio: number;
}

export interface DataBenchmarkOptions {
  readonly imageSize: ImageSize;
  /** How long to measure at least, in seconds; at least {@link LEAST_ROUNDS} rounds. */
  readonly seconds: number;
}

const LEAST_ROUNDS = 5;
const BATCH_SIZE = 32;
const MOST_BATCHES = 64;

/**
 * Measures how fast images of a folder of class folders become batches, beside how fast sharp alone decodes the same
 * files, in rounds that take turns. Without a folder it makes one of noisy JPEG images, and removes it afterwards.
 *
 * @throws DataError when the folder holds no images, or one that cannot be read.
 * @throws MissingPackageError when `sharp` is not installed.
 */
export async function benchData(folder: string | undefined, options: DataBenchmarkOptions): Promise<DataBenchmark> {
  const sharp = await loadSharp('jpeg');
  if (folder !== undefined) return measureFolder(folder, sharp, options);
  const made = await mkdtemp(join(tmpdir(), 'cnn-gpu-bench-'));
  try {
    await writeNoise(join(made, 'noise'), sharp);
    return await measureFolder(made, sharp, options);
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

async function measureFolder(folder: string, sharp: Sharp, { imageSize, seconds }: DataBenchmarkOptions) {
  const all = await imageDatasetFromDirectory(folder, {
    imageSize,
    batchSize: BATCH_SIZE,
    shuffle: false,
    verbose: false,
  });
  const batches = all.take(MOST_BATCHES);
  const paths = all.filePaths.slice(0, BATCH_SIZE * MOST_BATCHES);
  const decode = () => decodeAll(paths, sharp);
  const read = async () => {
    for await (const _ of batches);
  };
  for (const way of [decode, read]) await way(); // once for the file cache and the compiler
  const rounds: { alone: number; pipeline: number }[] = [];
  const end = performance.now() + 1000 * seconds;
  while (rounds.length < LEAST_ROUNDS || performance.now() < end) {
    const alone = (await millisecondsOf(decode)) / paths.length;
    const pipeline = (await millisecondsOf(read)) / paths.length;
    rounds.push({ alone, pipeline });
  }
  const [alone, pipeline] = [rounds.map((round) => round.alone), rounds.map((round) => round.pipeline)];
  return {
    images: paths.length,
    timings: [timing('sharp alone', alone), timing('folder pipeline', pipeline)],
    ratio: median(rounds.map((round) => round.alone / round.pipeline)),
  };
}

/** As many at once as the folder pipeline has. */
async function decodeAll(paths: readonly string[], sharp: Sharp): Promise<void> {
  let next = 0;
  const worker = async () => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) await sharp(path).raw().toBuffer();
  };
  await Promise.all(Array.from({ length: imagesAtOnce() }, worker));
}

async function millisecondsOf(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return performance.now() - begin;
}

function timing(name: DataTiming['name'], times: readonly number[]): DataTiming {
  return { name, ms: median(times), minMs: Math.min(...times), maxMs: Math.max(...times) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const NOISE_IMAGES = 256;

/** Images of 300 x 400 pixels; smoothed, as photos have more detail than a plain area and less than noise. */
async function writeNoise(folder: string, sharp: Sharp): Promise<void> {
  await makeFolder(folder);
  for (let i = 0; i < NOISE_IMAGES; i++) {
    const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
    const image = sharp({ create: { width: 400, height: 300, channels: 3, background: 'gray', noise } });
    await image
      .blur(1.5)
      .jpeg({ quality: 90 })
      .toFile(join(folder, `${i}.jpg`));
  }
}
