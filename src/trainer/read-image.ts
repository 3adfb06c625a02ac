import { decodeImage } from '../browser/index.ts';
import { toColorMode } from '../data/raw-image.ts';
import type { ColorMode, RawImage } from '../index.ts';

/** Pixels of an image in a color mode, decoded where they are not yet. Throws `DataError` for what is no image. */
export const readImage = async (source: Blob | RawImage, colorMode: ColorMode): Promise<RawImage> =>
  source instanceof Blob ? decodeImage(source, colorMode) : toColorMode(source, colorMode);
