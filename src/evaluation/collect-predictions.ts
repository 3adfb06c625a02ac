import type { Batch, InputBatch } from '../data/batch.ts';
import type { Shape } from '../engine/shape.ts';
import { DataError, ShapeError, ValueError } from '../errors.ts';
import type { Predictions } from './predictions.ts';

/** What predicts: a compiled model, or a predictor. */
export interface BatchPredictor {
  /** One row of outputs for each sample, in the order of the data. */
  predict(data: AsyncIterable<InputBatch>): Promise<{ readonly shape: Shape; readonly data: Float32Array }>;
}

/** What `collectPredictions` takes besides the data. */
export interface CollectOptions {
  /**
   * Whether the outputs are logits, of which softmax or sigmoid makes probabilities; default false: they are
   * probabilities.
   */
  readonly fromLogits?: boolean;
  /** Called with each batch and what was said about it, for instance to keep images that were mistaken. */
  readonly onBatch?: (batch: Batch, predictions: Predictions) => void;
}

/**
 * What a classifier says about a data set, with the labels, in one pass: both are in the order of the data, even where
 * each pass shuffles anew.
 *
 * @param model with one output for each class, or with one output, which is for class 1 of two.
 * @param data batches; labels may be class indices, one-hot rows or one binary label each.
 * @throws ShapeError when the model has other outputs, or the labels do not fit them.
 * @throws DataError when there is no data.
 * @throws ValueError when an output is not a number, or the data has no end.
 */
export async function collectPredictions(
  model: BatchPredictor,
  data: AsyncIterable<Batch> & { readonly length?: number | undefined },
  { fromLogits = false, onBatch }: CollectOptions = {},
): Promise<Predictions> {
  if (data.length === Number.POSITIVE_INFINITY) {
    throw new ValueError('collectPredictions got a data set without end. Limit it with take(count).');
  }
  const parts: Predictions[] = [];
  for await (const batch of data) {
    const part = await predictionsOf(model, batch, fromLogits);
    onBatch?.(batch, part);
    parts.push(part);
  }
  const [first] = parts;
  if (first === undefined) throw new DataError('collectPredictions got no batches: the data set is empty.');
  return {
    labels: joined(new Uint32Array(total(parts, 'labels')), parts, 'labels'),
    predicted: joined(new Uint32Array(total(parts, 'predicted')), parts, 'predicted'),
    scores: joined(new Float32Array(total(parts, 'scores')), parts, 'scores'),
    classes: first.classes,
  };
}

async function predictionsOf(model: BatchPredictor, batch: Batch, fromLogits: boolean): Promise<Predictions> {
  const { shape, data: outputs } = await model.predict(only(batch));
  const [, width = 0] = shape;
  if (shape.length !== 2) {
    throw new ShapeError(
      'collectPredictions',
      { shape },
      `outputs are [${shape.join(', ')}]; [samples, classes] is expected.`,
    );
  }
  const classes = Math.max(2, width);
  const labels = labelsOf(batch);
  const outside = labels.find((label) => !Number.isInteger(label) || label < 0 || label >= classes);
  if (outside !== undefined) {
    throw new ShapeError(
      'collectPredictions',
      { label: outside },
      `a label is ${outside}; the model has ${classes} classes.`,
    );
  }
  const scores = width === 1 ? pairs(outputs, fromLogits) : fromLogits ? softmax(outputs, width) : outputs;
  return { labels: Uint32Array.from(labels), predicted: greatest(scores, classes), scores, classes };
}

type List = 'labels' | 'predicted' | 'scores';

const total = (parts: readonly Predictions[], list: List): number =>
  parts.reduce((sum, part) => sum + part[list].length, 0);

function joined<T extends Float32Array | Uint32Array>(target: T, parts: readonly Predictions[], list: List): T {
  let at = 0;
  for (const part of parts) {
    target.set(part[list], at);
    at += part[list].length;
  }
  return target;
}

async function* only(batch: Batch): AsyncGenerator<InputBatch> {
  yield batch;
}

/** Class indices of a batch. */
function labelsOf({ y, yShape }: Batch): Float32Array | Uint32Array {
  const width = yShape.length === 1 ? 1 : (yShape[1] as number);
  return width === 1 ? y : greatest(y, width);
}

/** Index of the greatest value of each row, the first of equal ones. */
function greatest(values: ArrayLike<number>, width: number): Uint32Array {
  return Uint32Array.from({ length: values.length / width }, (_, row) => {
    let best = 0;
    for (let k = 0; k < width; k++) {
      const value = values[row * width + k]!;
      if (Number.isNaN(value)) {
        throw new ValueError('An output is not a number: the weights are damaged, or their training diverged.');
      }
      if (value > values[row * width + best]!) best = k;
    }
    return best;
  });
}

/** Scores of both classes from those of class 1. Class 1 is predicted above one half, as in Keras. */
function pairs(outputs: Float32Array, fromLogits: boolean): Float32Array {
  const scores = new Float32Array(outputs.length * 2);
  outputs.forEach((output, i) => {
    const yes = fromLogits ? 1 / (1 + Math.exp(-output)) : output;
    scores[2 * i] = 1 - yes;
    scores[2 * i + 1] = yes;
  });
  return scores;
}

function softmax(logits: Float32Array, classes: number): Float32Array {
  const scores = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classes) {
    const row = logits.subarray(start, start + classes);
    const highest = row.reduce((most, logit) => Math.max(most, logit));
    const powers = row.map((logit) => Math.exp(logit - highest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    for (let k = 0; k < classes; k++) scores[start + k] = powers[k]! / total;
  }
  return scores;
}
