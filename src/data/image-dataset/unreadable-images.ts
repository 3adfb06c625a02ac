import { DataError } from '../../errors.ts';
import { Dataset } from '../dataset.ts';
import type { ImageReader } from './image-reader.ts';
import type { ImageFile } from './image-tree.ts';

/** An image that cannot be read, and why. */
export interface UnreadableImage {
  readonly path: string;
  readonly reason: string;
}

/**
 * Decodes every image once and throws the pixels away. Both lists keep the order of the files.
 *
 * @param parallel how many images are under way at once.
 */
export async function sortOutUnreadable<F extends ImageFile, G extends F>(
  files: readonly G[],
  { decode }: Pick<ImageReader<F>, 'decode'>,
  parallel: number,
): Promise<{ readonly good: G[]; readonly bad: UnreadableImage[] }> {
  const inspected = Dataset.from(files).map(async (file) => ({ file, reason: await reasonAgainst(file, decode) }), {
    parallel,
  });
  const good: G[] = [];
  const bad: UnreadableImage[] = [];
  for await (const { file, reason } of inspected) {
    if (reason === undefined) good.push(file);
    else bad.push({ path: file.path, reason });
  }
  return { good, bad };
}

async function reasonAgainst<F extends ImageFile>(
  file: F,
  decode: ImageReader<F>['decode'],
): Promise<string | undefined> {
  try {
    await decode(file, 'rgb', { exif: 'ignore' });
    return undefined;
  } catch (error) {
    if (error instanceof DataError) return String(error.details['reason']);
    throw error;
  }
}
