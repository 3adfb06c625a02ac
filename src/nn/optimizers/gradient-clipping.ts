import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { add, clip, divide, fill, maximum, multiply, sqrt, sum } from '../../ops/index.ts';

/** Bounds on gradients, of which an optimizer takes one. Keras's spelling in lower case is taken, too. */
export interface ClippingOptions {
  /** No element of a gradient is larger, or smaller than the negative of it. */
  readonly clipValue?: number;
  /** No weight's gradient has a larger norm. */
  readonly clipNorm?: number;
  /** All gradients together have no larger norm. */
  readonly globalClipNorm?: number;
  /** Another name for `clipValue`. */
  readonly clipvalue?: number;
  /** Another name for `clipNorm`. */
  readonly clipnorm?: number;
  /** Another name for `globalClipNorm`. */
  readonly global_clipnorm?: number;
}

/** The bound that was given. */
export interface Clipping {
  readonly by: 'clipValue' | 'clipNorm' | 'globalClipNorm';
  readonly limit: number;
}

/** The bound among options; null without any. Throws `ValueError` for several, and for those that are not positive. */
export function clippingOf(optimizer: string, options: ClippingOptions): Clipping | null {
  const { clipValue, clipNorm, globalClipNorm } = options;
  const given = Object.entries({ clipValue, clipNorm, globalClipNorm }).filter(([, limit]) => limit !== undefined);
  if (given.length > 1) {
    throw new ValueError(
      `${optimizer}: only one of clipValue, clipNorm and globalClipNorm can be set, but there are ` +
        `${given.map(([by, limit]) => `${by} ${limit}`).join(' and ')}.`,
    );
  }
  if (given.length === 0) return null;
  const [by, limit] = given[0] as [Clipping['by'], number];
  if (!(limit > 0)) throw new ValueError(`${optimizer}: ${by} is ${limit}; a number above 0 is expected.`, { limit });
  return { by, limit };
}

/** Gradients within a bound, as keras/src/optimizers/base_optimizer.py: g · limit / max(norm, limit). */
export function clipGradients(gradients: readonly Tensor[], { by, limit }: Clipping): readonly Tensor[] {
  // A model may be frozen altogether.
  if (gradients.length === 0) return [];
  if (by === 'clipValue') return gradients.map((gradient) => clip(gradient, { min: -limit, max: limit }));
  const squares = gradients.map((gradient) => sum(multiply(gradient, gradient)));
  if (by === 'clipNorm') return gradients.map((gradient, i) => scaledDown(gradient, squares[i], limit));
  const all = squares.reduce((a, b) => add(a, b));
  return gradients.map((gradient) => scaledDown(gradient, all, limit));
}

/** @param square of the norm, a scalar. */
function scaledDown(gradient: Tensor, square: Tensor, limit: number): Tensor {
  const most = fill(gradient.device, [], limit);
  return multiply(gradient, divide(most, maximum(sqrt(square), most)));
}
