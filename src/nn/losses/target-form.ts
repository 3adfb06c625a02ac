import { type Shape, showShape, sizeOf, spec, type TensorSpec } from '../../engine/shape.ts';
import { ShapeError } from '../../errors.ts';

/** The error for targets that a loss cannot take. */
export const targetError = (loss: string, target: TensorSpec, output: Shape, expected: string) =>
  new ShapeError(
    loss,
    { target: target.shape, output },
    `targets ${showShape(target.shape)} (${target.dtype}) do not fit outputs ${showShape(output)}; ${expected}.`,
  );

/** Targets that stand beside each output; `[batch]` fits outputs `[batch, 1]`, and class indices 0 and 1 are taken as numbers. */
export function sameAsOutput(loss: string, target: TensorSpec, output: Shape): TensorSpec {
  if (target.shape[0] !== output[0] || sizeOf(target.shape) !== sizeOf(output)) {
    throw targetError(loss, target, output, 'as many targets as outputs are expected');
  }
  return spec(output);
}
