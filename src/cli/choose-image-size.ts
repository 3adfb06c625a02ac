import { join } from 'node:path';
import { DataError } from '../errors.ts';
import { decodeImage, findFolderLayout, listImages } from '../node/index.ts';

const SAMPLED = 16;
const LARGEST = 64;

/**
 * A size for a folder of class folders: the median of the shorter sides of some images, at most 64, which a processor
 * without a GPU can train on in reasonable time.
 */
export async function chooseImageSize(folder: string): Promise<readonly [number, number]> {
  const layout = await findFolderLayout(folder);
  const classNames = layout.kind === 'classes' ? layout.classNames : [];
  const sides: number[] = [];
  for (const name of classNames) {
    const paths = await listImages(join(folder, name));
    const wanted = Math.ceil(SAMPLED / classNames.length);
    for (let i = 0; i < wanted && i < paths.length; i++) {
      const path = paths[Math.floor((i * paths.length) / wanted)] ?? '';
      const side = await shorterSide(path);
      if (side !== undefined) sides.push(side);
    }
  }
  sides.sort((a, b) => a - b);
  const side = Math.min(sides[Math.floor(sides.length / 2)] ?? LARGEST, LARGEST);
  return [side, side];
}

/** Undefined for an image that cannot be read: those are dealt with later. */
async function shorterSide(path: string): Promise<number | undefined> {
  try {
    const { height, width } = await decodeImage(path, 'rgb');
    return Math.min(height, width);
  } catch (error) {
    if (error instanceof DataError) return undefined;
    throw error;
  }
}
