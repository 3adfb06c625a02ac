import { sameShape, showShape, type TensorSpec } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';
import { checkDType } from './check-dtype.ts';

/** Refuses step-dependent numbers of an optimizer that are not `f32` or not as many as `names`. */
export function checkHyper(op: string, hyper: TensorSpec, names: readonly string[]): void {
  checkDType(hyper, 'f32', `${op}: hyper`);
  if (sameShape(hyper.shape, [names.length])) return;
  throw new ShapeError(
    op,
    { hyper: hyper.shape },
    `hyper has shape ${showShape(hyper.shape)}; [${names.length}] is expected, which holds ${names.join(', ')}.`,
  );
}
