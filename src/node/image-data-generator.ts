import type { SampleArrays } from '../data/arrays.ts';
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
import type { ImageSize } from '../data/resize.ts';
import {
  type ChannelStatistics,
  centerChannels,
  centerValues,
  channelStatistics,
  normalizeChannels,
  normalizeValues,
  rescaleValues,
} from '../data/standardize.ts';
import { DataError, ValueError } from '../errors.ts';
import { arraySource, type ImageArrays, imageShapeOf } from './array-flow.ts';
import {
  type ClassFiles,
  checkFlowOptions,
  directorySource,
  type FlowFromDirectoryOptions,
  findClassFiles,
  shareOf,
} from './directory-flow.ts';
import type { ImageSource } from './image-source.ts';

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
    return this.#batches(arraySource(arrays, shareOf(options.subset, this.#settings.validationSplit)), options);
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
    checkFlowOptions(given);
    const files = await findClassFiles(directory, given, shareOf(given.subset, this.#settings.validationSplit));
    const source = directorySource(files, given);
    const batches = this.#batches(source, given) as EndlessBatches<BatchFor<O>>;
    return Object.assign(batches, files, { imageShape: source.imageShape });
  }

  #batches(
    { count, imageShape, image, labels, labelSpec }: ImageSource,
    { batchSize = 32, shuffle = true, seed = randomSeed() }: FlowOptions,
  ): EndlessBatches<InputBatch> {
    if (!Number.isInteger(batchSize) || batchSize < 1) {
      throw new ValueError(`\`batchSize\` is ${batchSize}; a whole number of at least 1 is expected.`, { batchSize });
    }
    if (count === 0) throw new DataError('A generator got no images; at least one is needed.');
    if (this.#settings.featurewiseCenter) this.#measured();
    const [height, width, channels] = imageShape;
    const size = height * width * channels;
    const elementSpec = {
      x: { shape: [batchSize, ...imageShape], dtype: 'f32' },
      ...(labelSpec && { y: { shape: [batchSize, ...labelSpec.shape], dtype: labelSpec.dtype } }),
    };
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
      return { ...inputs, ...labels?.(indices, inputs) };
    };
    return endlessBatches({ count, batchSize, shuffle, seed, elementSpec, load });
  }
}

const randomSeed = (): number => Math.floor(Math.random() * 2 ** 32);
