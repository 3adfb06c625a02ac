import { checkArrays, gatherRows, type SampleArrays } from '../data/arrays.ts';
import type { Batch, InputBatch } from '../data/batch.ts';
import type { Pixels } from '../data/bilinear.ts';
import { type EndlessBatches, endlessBatches } from '../data/endless-batches.ts';
import {
  checkImageGeneratorOptions,
  type ImageGeneratorOptions,
  type ImageGeneratorSettings,
} from '../data/image-generator-options.ts';
import { MersenneTwister } from '../data/mersenne-twister.ts';
import { applyTransform, drawTransform, type ImageTransform } from '../data/random-transform.ts';
import { CHANNELS } from '../data/raw-image.ts';
import { type ImageSize, resizeImage } from '../data/resize.ts';
import { resizeNearestPillow } from '../data/resize-nearest-pillow.ts';
import {
  type ChannelStatistics,
  centerChannels,
  centerValues,
  channelStatistics,
  normalizeChannels,
  normalizeValues,
  rescaleValues,
} from '../data/standardize.ts';
import { DataError, listNames, ValueError } from '../errors.ts';
import { decodeImage } from './decode-image.ts';
import {
  type ClassFiles,
  classLabels,
  type FlowFromDirectoryOptions,
  findClassFiles,
  shareOf,
} from './directory-flow.ts';

/** What {@link ImageDataGenerator.flowFromDirectory} gives: endless batches, and the files they are made of. */
export type DirectoryBatches<B extends InputBatch = Batch> = EndlessBatches<B> &
  ClassFiles & {
    /** Height, width, channels. */
    readonly imageShape: readonly [number, number, number];
  };

/** Options of {@link ImageDataGenerator.flow}. */
export interface FlowOptions {
  /** Default 32. */
  readonly batchSize?: number;
  /** Whether each pass has an order of its own; default true. */
  readonly shuffle?: boolean;
  /** Integer from 0 to 2^32 - 1 for orders and transforms; default a random one. */
  readonly seed?: number;
  /** Which part to give, by the generator's `validationSplit`; default all. */
  readonly subset?: 'training' | 'validation';
}

/** Images in memory, `[n, height, width, channels]`, without labels. */
export type ImageArrays = Pick<SampleArrays, 'x' | 'xShape'>;

type BatchFor<O> = O extends { classMode: null } ? InputBatch : Batch;

/**
 * Makes endless batches of randomly changed images, after Keras 2's `ImageDataGenerator`
 * (https://www.tensorflow.org/api_docs/python/tf/keras/preprocessing/image/ImageDataGenerator): the same options in
 * camelCase, the same transforms in the same order, the same files in each subset. Random numbers come from an own
 * Mersenne Twister for each image and pass, so that they follow from `seed` alone, not from how far ahead batches are
 * made; they are not those that numpy would draw. Values are floats, 0 to 255 unless `rescale` or another option changes
 * them. Images are decoded and changed on the processor while the device computes.
 *
 * ```ts
 * const generator = new ImageDataGenerator({ rescale: 1 / 255, rotationRange: 40, horizontalFlip: true });
 * const batches = await generator.flowFromDirectory('train', { targetSize: [150, 150], classMode: 'binary' });
 * await model.fit(batches, { stepsPerEpoch: 100, epochs: 30 });
 * ```
 */
export class ImageDataGenerator {
  readonly #settings: ImageGeneratorSettings;
  #statistics: ChannelStatistics | undefined;

  /** @throws ValueError for unknown options and values that make no sense. */
  constructor(options: ImageGeneratorOptions = {}) {
    this.#settings = checkImageGeneratorOptions(options);
  }

  /**
   * Measures the mean and standard deviation of each channel over images, after `rescale`, for `featurewiseCenter` and
   * `featurewiseStdNormalization`.
   *
   * @throws DataError when `x` does not fit its shape.
   */
  fit({ x, xShape }: ImageArrays): void {
    const [, , , channels] = imageShapeOf({ x, xShape });
    const values = Float32Array.from(x);
    if (this.#settings.rescale !== 1) rescaleValues(values, this.#settings.rescale);
    this.#statistics = channelStatistics(values, channels);
  }

  /** Draws what to do to an image of this size. */
  getRandomTransform(size: ImageSize, seed: number = randomSeed()): ImageTransform {
    return drawTransform(this.#settings, size, new MersenneTwister(seed));
  }

  /** A randomly changed copy of an image, before {@link standardize}. */
  randomTransform(image: Pixels, seed: number = randomSeed()): Float32Array {
    return this.applyTransform(image, this.getRandomTransform([image.height, image.width], seed));
  }

  /** A copy of an image to which `transform` was done. */
  applyTransform(image: Pixels, transform: ImageTransform): Float32Array {
    return applyTransform(image, transform, this.#settings);
  }

  /**
   * Applies `preprocessingFunction`, `rescale`, the sample-wise and the feature-wise options to the values of an image, in
   * place, in this order.
   *
   * @throws ValueError when a feature-wise option is set but {@link fit} was not called, or the function changes the size.
   */
  standardize(values: Float32Array, shape: readonly [height: number, width: number, channels: number]): Float32Array {
    const settings = this.#settings;
    if (settings.preprocessingFunction)
      values.set(this.#preprocess(settings.preprocessingFunction(values, shape), shape));
    if (settings.rescale !== 1) rescaleValues(values, settings.rescale);
    if (settings.samplewiseCenter) centerValues(values);
    if (settings.samplewiseStdNormalization) normalizeValues(values);
    if (settings.featurewiseCenter) centerChannels(values, this.#measured());
    if (settings.featurewiseStdNormalization) normalizeChannels(values, this.#measured());
    return values;
  }

  #preprocess(values: Float32Array, shape: readonly number[]): Float32Array {
    if (values.length === shape.reduce((product, side) => product * side, 1)) return values;
    throw new ValueError(
      `preprocessingFunction gave ${values.length} values for an image of [${shape.join(', ')}]; it may not change the size.`,
    );
  }

  #measured(): ChannelStatistics {
    if (this.#statistics) return this.#statistics;
    throw new ValueError('featurewiseCenter and featurewiseStdNormalization need fit(images) to be called first.');
  }

  /**
   * Endless batches of images in memory. With `subset`, the first `floor(validationSplit * n)` examples are those for
   * validation.
   *
   * @throws DataError when the arrays do not fit their shapes or each other, or the subset is empty.
   * @throws ValueError for wrong options.
   */
  flow(arrays: SampleArrays, options?: FlowOptions): EndlessBatches<Batch>;
  flow(arrays: ImageArrays, options?: FlowOptions): EndlessBatches<InputBatch>;
  flow(arrays: SampleArrays | ImageArrays, options: FlowOptions = {}): EndlessBatches<InputBatch> {
    const [total, height, width, channels] = imageShapeOf(arrays);
    if ('y' in arrays) checkArrays(arrays);
    const share = shareOf(options.subset, this.#settings.validationSplit);
    const [start, stop] = share.map((part) => Math.floor(part * total));
    const size = height * width * channels;
    const image = (index: number): Pixels => ({
      pixels: arrays.x.subarray((start + index) * size, (start + index + 1) * size),
      ...{ height, width, channels },
    });
    const labels = (indices: readonly number[]) =>
      'y' in arrays
        ? pickLabels(
            arrays,
            indices.map((index) => start + index),
          )
        : {};
    return this.#batches(stop - start, options, [height, width, channels], image, labels);
  }

  /**
   * Endless batches of the images in a directory of class folders. Prints how many there are. Labels are one-hot
   * `Float32Array [batch, classes]` for `'categorical'`, `Float32Array [batch, 1]` for `'binary'`, `Uint32Array [batch]` for
   * `'sparse'`, and the changed images for `'input'`.
   *
   * @throws DataError when the directory holds no images, or not those of the classes; on reading, when an image cannot
   *   be decoded.
   * @throws ValueError for wrong options.
   */
  async flowFromDirectory<const O extends FlowFromDirectoryOptions = Record<never, never>>(
    directory: string,
    options?: O,
  ): Promise<DirectoryBatches<BatchFor<O>>> {
    const given: FlowFromDirectoryOptions = options ?? {};
    const { targetSize = [256, 256], colorMode = 'rgb', classMode = 'categorical', interpolation = 'nearest' } = given;
    checkName('classMode', classMode, ['categorical', 'binary', 'sparse', 'input', null]);
    checkName('colorMode', colorMode, Object.keys(CHANNELS));
    checkName('interpolation', interpolation, ['nearest', 'bilinear']);
    if (targetSize.length !== 2) checkCount('targetSize', Number.NaN);
    for (const side of targetSize) checkCount('targetSize', side);
    const files = await findClassFiles(directory, given, shareOf(given.subset, this.#settings.validationSplit));
    const imageShape = [...targetSize, CHANNELS[colorMode]] as const;
    const resize = interpolation === 'nearest' ? resizeNearestPillow : resizeImage;
    const image = async (index: number): Promise<Pixels> => {
      const decoded = await decodeImage(files.filePaths[index], colorMode);
      return {
        pixels: resize(decoded, targetSize),
        height: targetSize[0],
        width: targetSize[1],
        channels: imageShape[2],
      };
    };
    const labels = (indices: readonly number[], inputs: InputBatch) =>
      classMode === null
        ? {}
        : classLabels(
            classMode,
            indices.map((index) => files.classes[index]),
            files.classNames.length,
            inputs,
          );
    const batches = this.#batches(files.filePaths.length, given, imageShape, image, labels);
    return Object.assign(batches as EndlessBatches<BatchFor<O>>, files, { imageShape });
  }

  #batches(
    count: number,
    { batchSize = 32, shuffle = true, seed = randomSeed() }: FlowOptions,
    imageShape: readonly [number, number, number],
    image: (index: number) => Pixels | Promise<Pixels>,
    labels: (indices: readonly number[], inputs: InputBatch) => Partial<Batch>,
  ): EndlessBatches<InputBatch> {
    checkCount('batchSize', batchSize);
    if (count === 0) throw new DataError('A generator got no images; at least one is needed.');
    if (this.#settings.featurewiseCenter) this.#measured();
    const [height, width, channels] = imageShape;
    const size = height * width * channels;
    const load = async (indices: readonly number[], random: (i: number) => MersenneTwister): Promise<InputBatch> => {
      const x = new Float32Array(indices.length * size);
      const results = await Promise.allSettled(
        indices.map(async (index, i) => {
          const values = x.subarray(i * size, (i + 1) * size);
          const transform = drawTransform(this.#settings, [height, width], random(i));
          applyTransform(await image(index), transform, this.#settings, values);
          this.standardize(values, imageShape);
        }),
      );
      const failure = results.find((result) => result.status === 'rejected');
      if (failure) throw failure.reason;
      const inputs = { x, xShape: [indices.length, ...imageShape] };
      return { ...inputs, ...labels(indices, inputs) };
    };
    return endlessBatches({ count, batchSize, shuffle, seed, load });
  }
}

const randomSeed = (): number => Math.floor(Math.random() * 2 ** 32);

function imageShapeOf({ x, xShape }: ImageArrays): readonly [number, number, number, number] {
  const [count = 0, height = 0, width = 0, channels = 0] = xShape;
  if (xShape.length === 4 && x.length === count * height * width * channels) return [count, height, width, channels];
  throw new DataError(
    `Images of shape [${xShape.join(', ')}] with ${x.length} values were given; [n, height, width, channels] is expected.`,
    { xShape, values: x.length },
  );
}

function pickLabels({ y, yShape }: SampleArrays, rows: readonly number[]): Pick<Batch, 'y' | 'yShape'> {
  const size = yShape.slice(1).reduce((product, side) => product * side, 1);
  if (y instanceof Float32Array) return { y: gatherRows(y, size, rows), yShape: [rows.length, ...yShape.slice(1)] };
  return { y: Uint32Array.from(rows, (row) => y[row]), yShape: [rows.length] };
}

function checkCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new ValueError(`\`${name}\`: ${value} was given; whole numbers of at least 1 are expected.`, { [name]: value });
}

function checkName(name: string, value: string | null, choices: readonly (string | null)[]): void {
  if (choices.includes(value)) return;
  const names = listNames(choices.filter((choice) => choice !== null));
  throw new ValueError(
    `\`${name}\` is "${value}"; one of ${names}${choices.includes(null) ? ' or null' : ''} is expected.`,
    {
      [name]: value,
    },
  );
}
