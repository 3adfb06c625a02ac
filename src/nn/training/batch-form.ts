import type { Batch, InputBatch, ShapedInput } from '../../data/batch.ts';
import { type Shape, spec, type TensorSpec } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { DataError } from '../../errors.ts';

/** What of one of a batch's inputs a step is made for. */
export interface InputForm {
  readonly xShape: Shape;
  /** Whether they travel as bytes and are widened on the device. */
  readonly bytes: boolean;
}

/** All inputs of a batch: most models take one. */
export const inputsOf = ({ x, xShape, additionalInputs = [] }: InputBatch): readonly ShapedInput[] => [
  { x, xShape },
  ...additionalInputs,
];

export const formOfInput = ({ x, xShape }: ShapedInput): InputForm => ({ xShape, bytes: x instanceof Uint8Array });

export const formOfLabels = ({ y, yShape }: Batch): TensorSpec =>
  spec(yShape, y instanceof Uint32Array ? 'u32' : 'f32');

/** Refuses what is no batch of our form: a list of inputs and labels, as other libraries have them, for instance. */
export function checkBatch(what: string, batch: unknown): void {
  const isBatch = typeof batch === 'object' && batch !== null && 'x' in batch && 'xShape' in batch;
  if (isBatch) return;
  const given = Array.isArray(batch) ? `a list of ${batch.length}` : String(batch);
  throw new DataError(
    `${what} got ${given} for a batch; an object { x, xShape, y, yShape } is expected, with sampleWeights where ` +
      'samples are weighted.',
  );
}

/** A class index outside the outputs would be read from beyond a row on the device. */
export function checkLabels(target: Tensor, labels: Batch['y'], outputShape: Shape): void {
  const classes = outputShape.at(-1) as number;
  if (target.dtype !== 'u32') return;
  const wrong = labels.find((label: number) => label >= classes);
  if (wrong !== undefined) {
    throw new DataError(
      `The data has the class ${wrong}, but the model has ${classes} outputs (classes 0 to ${classes - 1}).`,
      { label: wrong, classes },
    );
  }
}

/** Refuses labels without which no loss can be had, and weights that are not one for each sample. */
export function checkTargets({ y, xShape, sampleWeights }: Batch): void {
  if (y === undefined) throw new DataError('A batch has no labels (y); training and evaluation need them.');
  if (sampleWeights !== undefined && sampleWeights.length !== xShape[0]) {
    throw new DataError(
      `A batch has ${sampleWeights.length} sampleWeights for ${xShape[0]} samples; one for each is expected.`,
      { sampleWeights: sampleWeights.length, samples: xShape[0] },
    );
  }
}
