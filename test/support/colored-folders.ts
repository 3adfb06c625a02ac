import sharp from 'sharp';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import { writeFiles } from './images.ts';

/** A noisy PNG in which one channel (0 red, 1 green, 2 blue) is bright: classes that a small network tells apart. */
export function noisyPng(channel: number, seed: string, side = 12): Promise<Uint8Array> {
  const random = seededRandom(seed);
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, i) =>
    Math.floor(80 * random() + (i % 3 === channel ? 150 : 0)),
  );
  return sharp(pixels, { raw: { width: side, height: side, channels: 3 } })
    .png()
    .toBuffer();
}

/** Fills a folder with a folder of images for each class; class `i` is bright in channel `i`. */
export async function writeClassFolders(folder: string, classNames: readonly string[], count: number): Promise<void> {
  for (const [channel, name] of classNames.entries()) {
    for (let i = 0; i < count; i++) {
      await writeFiles(folder, { [`${name}/image ${i}.png`]: await noisyPng(channel, `${name} ${i}`) });
    }
  }
}
