import { turns } from '../browser/turns.ts';
import { DataError } from '../errors.ts';
import { type ImagePreprocessing, inputShapeOf, kerasShuffle, resizeImage, type SampleArrays } from '../index.ts';
import type { ImageClass, LabeledImage } from './image-classes.ts';
import { readImage } from './read-image.ts';
import { whatIsMissing } from './what-is-missing.ts';

/** Part of the images of each class that is validated on. */
const VALIDATION_SHARE = 0.2;
/** Images decoded at once. */
const PARALLEL = 4;

/** Images in memory, as a training takes them. */
export interface TrainingArrays {
  readonly training: SampleArrays;
  /** Null where no class has two images. */
  readonly validation: SampleArrays | null;
  /** Names of images that cannot be read, which are left out. */
  readonly skipped: readonly string[];
}

/** How images are read for a training. */
export interface TrainingArraysOptions {
  readonly seed: number;
  readonly signal: AbortSignal;
  onProgress(read: number, total: number): void;
}

interface Decoded {
  readonly pixels: Uint8Array;
  readonly label: number;
  readonly part: LabeledImage['part'];
}

/**
 * Decodes and resizes all images to bytes, and splits off a fifth of each class to validate on, where the images do not
 * say so themselves.
 *
 * @throws DataError when fewer than two classes have images that can be read.
 */
export async function trainingArrays(
  classes: readonly ImageClass[],
  form: ImagePreprocessing,
  { seed, signal, onProgress }: TrainingArraysOptions,
): Promise<TrainingArrays> {
  const missing = whatIsMissing(classes);
  if (missing !== null) throw new DataError(missing);
  const items = classes.flatMap(({ images }, label) => images.map((image) => ({ image, label })));
  const decoded: Decoded[] = [];
  const skipped: string[] = [];
  const turn = turns();
  for (let i = 0; i < items.length; i += PARALLEL) {
    signal.throwIfAborted();
    const chunk = items.slice(i, i + PARALLEL);
    const read = await Promise.all(chunk.map(({ image }) => inputOf(image, form, turn)));
    read.forEach((pixels, k) => {
      const { image, label } = chunk[k] as (typeof chunk)[0];
      if (pixels === null) skipped.push(image.name);
      else decoded.push({ pixels, label, part: image.part });
    });
    onProgress(Math.min(i + PARALLEL, items.length), items.length);
  }
  requireTwoClasses(decoded, classes);
  const { training, validation } = split(decoded, classes.length, seed);
  return {
    training: arraysOf(training, form),
    validation: validation.length === 0 ? null : arraysOf(validation, form),
    skipped,
  };
}

/** Bytes, a quarter of the memory of floats; null for an image that cannot be read. */
async function inputOf(
  { source }: LabeledImage,
  form: ImagePreprocessing,
  turn: () => Promise<void>,
): Promise<Uint8Array | null> {
  try {
    const image = await readImage(source, form.colorMode);
    await turn();
    const values = resizeImage(image, form.imageSize, { interpolation: form.interpolation });
    return values instanceof Uint8Array ? values : Uint8Array.from(values, Math.round);
  } catch (error) {
    if (error instanceof DataError) return null;
    throw error;
  }
}

function requireTwoClasses(decoded: readonly Decoded[], classes: readonly ImageClass[]): void {
  const readable = new Set(decoded.map(({ label }) => label));
  const empty = classes.find((_, label) => !readable.has(label));
  if (empty === undefined) return;
  throw new DataError(
    `The class "${empty.name}" has no image that can be read. Add PNG, JPEG, GIF or BMP files, or remove the class.`,
    { class: empty.name },
  );
}

/** A share of each class; of a class with more than one image at least one. */
function split(decoded: readonly Decoded[], classes: number, seed: number) {
  const given = decoded.filter(({ part }) => part === 'validation');
  if (given.length > 0) return { training: decoded.filter(({ part }) => part === 'training'), validation: given };
  const training: Decoded[] = [];
  const validation: Decoded[] = [];
  for (let label = 0; label < classes; label++) {
    const own = kerasShuffle(
      decoded.filter((image) => image.label === label),
      seed,
    );
    const held = own.length < 2 ? 0 : Math.max(1, Math.floor(own.length * VALIDATION_SHARE));
    validation.push(...own.slice(own.length - held));
    training.push(...own.slice(0, own.length - held));
  }
  return { training, validation };
}

function arraysOf(images: readonly Decoded[], form: ImagePreprocessing): SampleArrays {
  const shape = inputShapeOf(form);
  const size = shape.reduce((product, side) => product * side, 1);
  const x = new Uint8Array(images.length * size);
  images.forEach(({ pixels }, i) => {
    x.set(pixels, i * size);
  });
  const y = Uint32Array.from(images, ({ label }) => label);
  return { x, xShape: [images.length, ...shape], y, yShape: [images.length] };
}
