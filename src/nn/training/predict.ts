import type { Shape } from '../../engine/shape.ts';
import { DataError } from '../../errors.ts';
import type { Model } from '../models/model.ts';
import { checkEnds, type InputSource } from './source.ts';

/** The outputs for all inputs, one row after the other. */
export interface Prediction {
  /** `[samples, …output shape]`. */
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** The outputs for all batches, in their order. */
export async function predictModel(model: Model, source: InputSource): Promise<Prediction> {
  checkEnds('predict', source);
  const parts: Float32Array[] = [];
  let samples = 0;
  for await (const batch of source) {
    parts.push(await model.compiled.steps.predict(batch));
    samples += batch.xShape[0];
  }
  if (samples === 0) throw new DataError('predict got no batches: the data set is empty.');
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part, at);
    at += part.length;
  }
  return { shape: [samples, ...model.outputShape], data };
}
