import type { Shape, TensorSpec } from '../engine/shape.ts';
import { sameShape, showShape } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';
import { checkDType } from './check-dtype.ts';

/** What a loss or metric compares. */
export interface TargetAndOutput {
  /** What is right: labels or wanted outputs. Not differentiable. */
  readonly target: TensorSpec;
  /** What the model gave, (N,C) or (…,C). */
  readonly output: TensorSpec;
}

/**
 * Checks integer labels against outputs (…,C) and returns the samples' shape (…). Labels are `u32`, of the samples'
 * shape or with a last axis of size 1 after it.
 */
export function sparseSamples(op: string, { target, output }: TargetAndOutput): Shape {
  checkDType(target, 'u32', `${op}: target`);
  const samples = samplesOf(op, output);
  if (!sameShape(target.shape, samples) && !sameShape(target.shape, [...samples, 1])) {
    throw mismatch(op, target, output, `${showShape(samples)} or ${showShape([...samples, 1])}`);
  }
  return samples;
}

/** Checks wanted outputs against outputs, both `f32` (…,C), and returns the samples' shape (…). */
export function denseSamples(op: string, { target, output }: TargetAndOutput): Shape {
  checkDType(target, 'f32', `${op}: target`);
  const samples = samplesOf(op, output);
  if (!sameShape(target.shape, output.shape)) throw mismatch(op, target, output, showShape(output.shape));
  return samples;
}

function samplesOf(op: string, output: TensorSpec): Shape {
  checkDType(output, 'f32', `${op}: output`);
  if (output.shape.length < 2) {
    throw new ShapeError(
      op,
      { output: output.shape },
      `output has shape ${showShape(output.shape)}; [samples, values] is expected.`,
    );
  }
  return output.shape.slice(0, -1);
}

const mismatch = (op: string, target: TensorSpec, output: TensorSpec, expected: string) =>
  new ShapeError(
    op,
    { target: target.shape, output: output.shape },
    `target has shape ${showShape(target.shape)} but the output ${showShape(output.shape)} needs ${expected}.`,
  );

/** Size of the last axis. */
export const lastSize = ({ shape }: TensorSpec): number => shape[shape.length - 1];
