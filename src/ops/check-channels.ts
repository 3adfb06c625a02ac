import { sameShape, showShape, type TensorSpec } from '../engine/shape.ts';
import { ShapeError } from '../errors.ts';
import { checkDType } from './check-dtype.ts';

/** Refuses an x of rank below 2, and parameters that have not one number for each channel of x. */
export function checkChannels(op: string, { x, ...parameters }: Readonly<Record<string, TensorSpec>>): void {
  checkDType(x, 'f32', `${op}: x`);
  if (x.shape.length < 2) {
    throw new ShapeError(
      op,
      { x: x.shape },
      `x has shape ${showShape(x.shape)}; [batch, …, channels] of rank 2 or more is expected.`,
    );
  }
  const channels = x.shape.slice(-1);
  for (const [name, parameter] of Object.entries(parameters)) {
    checkDType(parameter, 'f32', `${op}: ${name}`);
    if (!sameShape(parameter.shape, channels)) {
      throw new ShapeError(
        op,
        { x: x.shape, [name]: parameter.shape },
        `${name} has shape ${showShape(parameter.shape)} but x ${showShape(x.shape)} needs ${showShape(channels)}, one number for each channel.`,
      );
    }
  }
}
