import type { Shape } from '../engine/shape.ts';
import { DataError } from '../errors.ts';
import type { Dataset } from './dataset.ts';

/** Numbers with their shape. */
export interface ShapedInput {
  readonly x: Float32Array | Uint8Array;
  readonly xShape: Shape;
}

/** The input of one example, without a label. Bytes keep caches small, and stay bytes on their way to the device. */
export interface Input extends ShapedInput {
  /** Shape of `x`, without a batch dimension: `[height, width, channels]` for an image. */
  readonly xShape: Shape;
  /** What a model with several inputs takes after the first. */
  readonly additionalInputs?: readonly ShapedInput[];
}

/** One example. */
export interface Sample extends Input {
  /** A number is a class index; an array is a one-hot row, one binary label, or any other target. */
  readonly y: number | Float32Array;
  /** Shape of a `y` that is an array; default `[y.length]`. */
  readonly yShape?: Shape;
  /** How much the example counts in the loss and in weighted metrics. Default 1; all examples of a batch have one or none. */
  readonly sampleWeight?: number;
}

/** Several inputs of one shape, one after the other. */
export interface InputBatch extends ShapedInput {
  /** Bytes when all inputs are bytes; a model takes them as the numbers 0 to 255. */
  readonly x: Float32Array | Uint8Array;
  /** Shape of `x`, the batch first: `[batch, height, width, channels]` for images. */
  readonly xShape: Shape;
  /** What a model with several inputs takes after the first. */
  readonly additionalInputs?: readonly ShapedInput[];
}

/** Several examples: what a training step takes. */
export interface Batch extends InputBatch {
  /** Class indices (`Uint32Array`), or targets. */
  readonly y: Float32Array | Uint32Array;
  /** `[batch]` for class indices, `[batch, classes]` for one-hot rows, `[batch, 1]` for binary labels. */
  readonly yShape: Shape;
  /** How much each example counts in the loss and in weighted metrics, `[batch]`. Default: 1 each. */
  readonly sampleWeights?: Float32Array;
}

/**
 * Groups examples into batches; the last batch may be smaller.
 *
 * @param options.dropRemainder whether a smaller last batch is left out; default false.
 * @throws DataError on reading, when the examples differ in shape or kind of label.
 */
export function batchSamples(
  dataset: Dataset<Sample>,
  size: number,
  options?: { readonly dropRemainder?: boolean },
): Dataset<Batch>;
export function batchSamples(
  dataset: Dataset<Input>,
  size: number,
  options?: { readonly dropRemainder?: boolean },
): Dataset<InputBatch>;
export function batchSamples(
  dataset: Dataset<Input>,
  size: number,
  options?: { readonly dropRemainder?: boolean },
): Dataset<InputBatch> {
  return dataset.batch(size, options).map((items) => stackBatch(items));
}

/**
 * Lays examples one after the other: samples with their labels, inputs without.
 *
 * @param room for floats: an array of the batch's size, in which examples may already lie at their places, as
 *   subarrays; default a new one.
 * @throws DataError when there are none, or they differ in shape or kind of label.
 */
export const stackBatch = (items: readonly (Input | Sample)[], room?: Float32Array): InputBatch | Batch =>
  items.every(isSample) ? { ...stackInputs(items, room), ...stackLabels(items) } : stackInputs(items, room);

const isSample = (item: Input | Sample): item is Sample => 'y' in item;

/**
 * Lays inputs one after the other: bytes as bytes, floats or both as floats.
 *
 * @param room see {@link stackBatch}.
 * @throws DataError when there are none, or they differ in shape.
 */
export function stackInputs(inputs: readonly Input[], room?: Float32Array): InputBatch {
  const first = stackOf(inputs, 'x', room);
  const additional = requireFirst(inputs).additionalInputs ?? [];
  const wrong = inputs.findIndex(({ additionalInputs = [] }) => additionalInputs.length !== additional.length);
  if (wrong >= 0) {
    throw new DataError(
      `Sample ${wrong} of a batch has ${inputs[wrong]?.additionalInputs?.length ?? 0} additional inputs; the first sample ` +
        `has ${additional.length}. Give all samples the same inputs.`,
      { sample: wrong },
    );
  }
  if (additional.length === 0) return first;
  const stacked = additional.map((_, k) =>
    stackOf(
      inputs.map(({ additionalInputs = [] }) => additionalInputs[k]),
      `additional input ${k}`,
    ),
  );
  return { ...first, additionalInputs: stacked };
}

function stackOf(inputs: readonly ShapedInput[], what: string, room?: Float32Array): ShapedInput {
  const arrays = inputs.map((input) => input.x);
  const shapes = inputs.map((input) => input.xShape);
  const xShape = [inputs.length, ...requireFirst(inputs).xShape];
  const areBytes = arrays.every((array) => array instanceof Uint8Array);
  const stacked = areBytes ? new Uint8Array(sizeOf(xShape)) : (room ?? new Float32Array(sizeOf(xShape)));
  return { x: stackArrays(stacked, arrays, shapes, what), xShape };
}

/**
 * Lays samples one after the other.
 *
 * @throws DataError when there are none, or they differ in shape or kind of label.
 */
export function stackSamples(samples: readonly Sample[]): Batch {
  return { ...stackInputs(samples), ...stackLabels(samples) };
}

function stackLabels(samples: readonly Sample[]): Pick<Batch, 'y' | 'yShape' | 'sampleWeights'> {
  const sampleWeights = stackWeights(samples);
  return { ...stackTargets(samples), ...(sampleWeights === null ? {} : { sampleWeights }) };
}

function stackWeights(samples: readonly Sample[]): Float32Array | null {
  const weights = samples.map(({ sampleWeight }) => sampleWeight);
  if (weights.every((weight) => weight === undefined)) return null;
  const wrong = weights.findIndex((weight) => !Number.isFinite(weight) || (weight as number) < 0);
  if (wrong >= 0) {
    throw new DataError(
      `Sample ${wrong} of a batch has the sampleWeight ${weights[wrong]}; all samples of a batch have numbers of at ` +
        'least 0, or none has one.',
      { sample: wrong },
    );
  }
  return Float32Array.from(weights as number[]);
}

function stackTargets(samples: readonly Sample[]): Pick<Batch, 'y' | 'yShape'> {
  const labels = samples.map((sample) => sample.y);
  if (labels.every((label) => typeof label === 'number')) {
    return { y: Uint32Array.from(labels, requireClassIndex), yShape: [labels.length] };
  }
  if (!labels.every((label) => typeof label !== 'number')) {
    throw new DataError('A batch mixes class indices with target arrays; give all samples the same kind of label.');
  }
  const shapes = samples.map((sample, i) => sample.yShape ?? [labels[i].length]);
  const yShape = [labels.length, ...shapes[0]];
  return { y: stackArrays(new Float32Array(sizeOf(yShape)), labels, shapes, 'y'), yShape };
}

function stackArrays<A extends Float32Array | Uint8Array>(
  stacked: A,
  arrays: readonly (Float32Array | Uint8Array)[],
  shapes: readonly Shape[],
  what: string,
): A {
  const shape = shapes[0];
  const size = stacked.length / arrays.length;
  arrays.forEach((array, i) => {
    if (array.length !== size || shapes[i].join() !== shape.join()) {
      throw new DataError(
        `Sample ${i} of a batch has ${what} of shape [${shapes[i].join(', ')}] with ${array.length} elements; the first ` +
          `sample has shape [${shape.join(', ')}]. Bring all samples to one shape before batching.`,
        { sample: i, shape: shapes[i], expected: shape },
      );
    }
    if (array.buffer !== stacked.buffer) stacked.set(array, i * size);
  });
  return stacked;
}

const sizeOf = (shape: Shape): number => shape.reduce((product, n) => product * n, 1);

function requireFirst<I extends ShapedInput>(inputs: readonly I[]): I {
  const first = inputs[0];
  if (!first) throw new DataError('A batch of no samples was asked for; at least one is needed.');
  return first;
}

function requireClassIndex(label: number): number {
  if (Number.isInteger(label) && label >= 0 && label <= 0xffffffff) return label;
  throw new DataError(
    `A sample has the label ${label}; a class index is an integer of at least 0. Give other targets as a Float32Array.`,
    { label },
  );
}
