import { DataError } from '../errors.ts';
import type { ColorMode, ImagePreprocessing } from '../index.ts';
import type { ImageClass, LabeledImage } from './image-classes.ts';
import { readImage } from './read-image.ts';

const SAMPLED = 16;
const LARGEST = 64;

/**
 * How images become the inputs of a new model: as `cnn-gpu train` chooses it, the size is the median of the shorter sides
 * of some images, at most 64. Gray only where all images are pixels of a gray set.
 */
export async function chooseImageForm(
  classes: readonly ImageClass[],
  imageSize: number | null,
): Promise<ImagePreprocessing> {
  const images = classes.flatMap((each) => each.images);
  const areGray = images.every(({ source }) => !(source instanceof Blob) && source.channels === 1);
  const colorMode: ColorMode = areGray ? 'grayscale' : 'rgb';
  const side = imageSize ?? (await medianSide(classes));
  return { classNames: classes.map(({ name }) => name), imageSize: [side, side], colorMode, interpolation: 'bilinear' };
}

async function medianSide(classes: readonly ImageClass[]): Promise<number> {
  const wanted = Math.ceil(SAMPLED / classes.length);
  const sampled = classes.flatMap(({ images }) =>
    Array.from(
      { length: Math.min(wanted, images.length) },
      (_, i) => images[Math.floor((i * images.length) / Math.min(wanted, images.length))] as LabeledImage,
    ),
  );
  const sides: number[] = [];
  for (const { source } of sampled) {
    try {
      const { height, width } = await readImage(source, 'rgb');
      sides.push(Math.min(height, width));
    } catch (error) {
      // Those that cannot be read are named when all are read.
      if (!(error instanceof DataError)) throw error;
    }
  }
  sides.sort((a, b) => a - b);
  return Math.min(sides[Math.floor(sides.length / 2)] ?? LARGEST, LARGEST);
}
