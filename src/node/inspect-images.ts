import { availableParallelism } from 'node:os';
import { Dataset } from '../data/dataset.ts';
import { DataError } from '../errors.ts';
import { decodeImage } from './decode-image.ts';
import { DECODES_PER_CORE } from './image-dataset-options.ts';

/** An image that cannot be read, and why. */
export interface UnreadableImage {
  readonly path: string;
  readonly reason: string;
}

/** Which images can be read. */
export interface ImageInspection {
  readonly good: string[];
  readonly bad: UnreadableImage[];
}

/**
 * Decodes every image once and throws the pixels away, to find the unreadable ones before a long run. Both lists keep
 * the order of `paths`.
 *
 * @param options.parallel how many images are under way at once; default four per processor core.
 * @throws MissingPackageError when `sharp` is needed but not installed.
 */
export async function inspectImages(
  paths: readonly string[],
  options: { readonly parallel?: number } = {},
): Promise<ImageInspection> {
  const inspected = Dataset.from(paths).map(async (path) => ({ path, reason: await reasonAgainst(path) }), {
    parallel: options.parallel ?? DECODES_PER_CORE * availableParallelism(),
  });
  const good: string[] = [];
  const bad: UnreadableImage[] = [];
  for await (const { path, reason } of inspected) {
    if (reason === undefined) good.push(path);
    else bad.push({ path, reason });
  }
  return { good, bad };
}

async function reasonAgainst(path: string): Promise<string | undefined> {
  try {
    await decodeImage(path, 'rgb');
    return undefined;
  } catch (error) {
    if (error instanceof DataError) return String(error.details['reason']);
    throw error;
  }
}
