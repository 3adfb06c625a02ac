import type { Shape } from '../engine/shape.ts';
import { DataError } from '../errors.ts';
import type { Dataset } from './dataset.ts';

/** The input of one example, without a label. Bytes keep caches small; batching widens them to floats. */
export interface Input {
  readonly x: Float32Array | Uint8Array;
  /** Shape of `x`, without a batch dimension: `[height, width, channels]` for an image. */
  readonly xShape: Shape;
}

/** One example. */
export interface Sample extends Input {
  /** A number is a class index; an array is a one-hot row, one binary label, or any other target. */
  readonly y: number | Float32Array;
  /** Shape of a `y` that is an array; default `[y.length]`. */
  readonly yShape?: Shape;
}

/** Several inputs of one shape, one after the other. */
export interface InputBatch {
  readonly x: Float32Array;
  /** Shape of `x`, the batch first: `[batch, height, width, channels]` for images. */
  readonly xShape: Shape;
}

/** Several examples: what a training step takes. */
export interface Batch extends InputBatch {
  /** Class indices (`Uint32Array`), or targets. */
  readonly y: Float32Array | Uint32Array;
  /** `[batch]` for class indices, `[batch, classes]` for one-hot rows, `[batch, 1]` for binary labels. */
  readonly yShape: Shape;
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
  return dataset
    .batch(size, options)
    .map((items) => (items.every(isSample) ? stackSamples(items) : stackInputs(items)));
}

const isSample = (item: Input | Sample): item is Sample => 'y' in item;

/**
 * Lays inputs one after the other.
 *
 * @throws DataError when there are none, or they differ in shape.
 */
export function stackInputs(inputs: readonly Input[]): InputBatch {
  const shape = requireFirst(inputs).xShape;
  return {
    x: stackArrays(
      inputs.map((input) => input.x),
      inputs.map((input) => input.xShape),
      'x',
    ),
    xShape: [inputs.length, ...shape],
  };
}

/**
 * Lays samples one after the other.
 *
 * @throws DataError when there are none, or they differ in shape or kind of label.
 */
export function stackSamples(samples: readonly Sample[]): Batch {
  return { ...stackInputs(samples), ...stackLabels(samples) };
}

function stackLabels(samples: readonly Sample[]): Pick<Batch, 'y' | 'yShape'> {
  const labels = samples.map((sample) => sample.y);
  if (labels.every((label) => typeof label === 'number')) {
    return { y: Uint32Array.from(labels, requireClassIndex), yShape: [labels.length] };
  }
  if (!labels.every((label) => typeof label !== 'number')) {
    throw new DataError('A batch mixes class indices with target arrays; give all samples the same kind of label.');
  }
  const shapes = samples.map((sample, i) => sample.yShape ?? [labels[i].length]);
  return { y: stackArrays(labels, shapes, 'y'), yShape: [labels.length, ...shapes[0]] };
}

function stackArrays(arrays: readonly (Float32Array | Uint8Array)[], shapes: readonly Shape[], what: string) {
  const shape = shapes[0];
  const size = shape.reduce((product, n) => product * n, 1);
  const stacked = new Float32Array(arrays.length * size);
  arrays.forEach((array, i) => {
    if (array.length !== size || shapes[i].join() !== shape.join()) {
      throw new DataError(
        `Sample ${i} of a batch has ${what} of shape [${shapes[i].join(', ')}] with ${array.length} elements; the first ` +
          `sample has shape [${shape.join(', ')}]. Bring all samples to one shape before batching.`,
        { sample: i, shape: shapes[i], expected: shape },
      );
    }
    stacked.set(array, i * size);
  });
  return stacked;
}

function requireFirst(inputs: readonly Input[]): Input {
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
