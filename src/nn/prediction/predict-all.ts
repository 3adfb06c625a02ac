import type { InputBatch } from '../../data/batch.ts';
import type { Shape } from '../../engine/shape.ts';
import { DataError } from '../../errors.ts';
import type { Network } from '../models/network.ts';
import { checkOptionNames } from '../options.ts';
import { EpochBatches } from '../training/epoch-batches.ts';
import { inputBatchesOf, type PredictionData } from '../training/source.ts';

/** What `predict` takes besides the data. */
export interface PredictOptions {
  /** Samples in a batch, for inputs that have none. Default 32. */
  readonly batchSize?: number;
  /** Batches to take at most; needed for data without end. Default: all. */
  readonly steps?: number;
}

/** The outputs for all inputs, one row after the other. */
export interface Prediction {
  /** `[samples, …output shape]`. */
  readonly shape: Shape;
  readonly data: Float32Array;
}

/**
 * The outputs of a network for all batches, in their order.
 *
 * @param predict gives the outputs for one batch.
 * @throws ValueError for options that are wrong, and DataError when there are no batches.
 */
export async function predictAll(
  network: Network,
  data: PredictionData,
  options: PredictOptions,
  predict: (batch: InputBatch) => Promise<Float32Array>,
): Promise<Prediction> {
  checkOptionNames('predict', options, ['batchSize', 'steps']);
  const source = inputBatchesOf('predict', data, options.batchSize);
  const { steps } = options;
  const batches = new EpochBatches('predict', source, { steps, option: 'steps', wraps: false });
  const parts: Float32Array[] = [];
  let samples = 0;
  try {
    for await (const batch of batches.epoch()) {
      parts.push(await predict(batch));
      samples += batch.xShape[0];
    }
  } finally {
    await batches.close();
  }
  if (samples === 0) throw new DataError('predict got no batches: the data set is empty.');
  const joined = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return { shape: [samples, ...network.outputShape], data: joined };
}
