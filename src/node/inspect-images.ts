import { sortOutUnreadable, type UnreadableImage } from '../data/image-dataset/unreadable-images.ts';
import { decodeImage } from './decode-image.ts';
import { imagesAtOnce } from './images-at-once.ts';

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
  const files = paths.map((path) => ({ path }));
  const decode = ({ path }: { readonly path: string }) => decodeImage(path, 'rgb');
  const { good, bad } = await sortOutUnreadable(files, { decode }, options.parallel ?? imagesAtOnce());
  return { good: good.map(({ path }) => path), bad };
}
