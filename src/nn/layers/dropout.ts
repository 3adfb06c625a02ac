import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError, ValueError } from '../../errors.ts';
import { dropout, fill, multiply } from '../../ops/index.ts';
import { checkNumber } from '../options.ts';
import { checkSeed, drawnBy, type SeededOptions, type SeededSettings } from './augmentation-options.ts';
import { type CallContext, Layer, type Weights } from './layer.ts';

/** Sizes of what is drawn, the batch first: 1 where all share one draw, null for as many as there are. */
export type NoiseShape = readonly (number | null)[];

export interface DropoutOptions extends SeededOptions {
  /** Share of values set to 0 in training, from 0 up to but not including 1. The others are scaled by 1 / (1 − rate). */
  readonly rate: number;
  /**
   * Which values are kept or dropped together: `[null, 1, 1, 1]` draws once per image, which is stochastic depth, and
   * `[null, 1, 1, null]` once per channel. Default null: each value for itself.
   */
  readonly noiseShape?: NoiseShape | null;
}

/** Sets random values to 0 in training, other ones in each step. N. Srivastava et al., 2014; https://keras.io/api/layers/regularization_layers/dropout/ */
export class Dropout extends Layer<SeededSettings & { rate: number; noiseShape: NoiseShape | null }> {
  constructor(options: DropoutOptions) {
    super('Dropout', options, { rate: undefined, noiseShape: null, seed: null });
    const { rate, noiseShape } = this.settings;
    checkRate('Dropout', rate);
    checkSeed('Dropout', this.settings);
    if (noiseShape !== null && !noiseShape.every((size) => size === null || (Number.isInteger(size) && size > 0))) {
      throw new ValueError(
        `Dropout: noiseShape is ${JSON.stringify(noiseShape)}; a list of positive integers and null is expected.`,
        { noiseShape },
      );
    }
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const { noiseShape } = this.settings;
    const [, ...noise] = noiseShape ?? [null, ...input];
    if (noise.length !== input.length || noise.some((size, i) => size !== null && size !== 1 && size !== input[i])) {
      throw new ShapeError(
        'Dropout',
        { input, noiseShape },
        `has noiseShape ${JSON.stringify(noiseShape)}, which does not fit [null, ${input.join(', ')}]; sizes must be equal, null or 1.`,
      );
    }
    return input;
  }

  call([x]: readonly Tensor[], _weights: Weights, context: CallContext): Tensor {
    const { rate, noiseShape } = this.settings;
    if (!context.training || rate === 0) return x;
    const drawn = drawnBy(context, this.settings);
    return noiseShape === null
      ? dropout(x, drawn.seed, { rate, salt: drawn.salt })
      : dropAlike(x, noiseShape, rate, drawn);
  }
}

/** Dropout where values that share a draw are kept or dropped together. */
export function dropAlike(
  x: Tensor,
  noiseShape: NoiseShape,
  rate: number,
  { seed, salt }: { readonly seed: Tensor; readonly salt: number },
): Tensor {
  const shape = noiseShape.map((size, axis) => size ?? x.shape[axis]);
  return multiply(x, dropout(fill(x.device, shape, 1), seed, { rate, salt }));
}

/** Refuses what is no share of values to drop with `ValueError`. */
export function checkRate(layer: string, rate: number): void {
  checkNumber(`${layer}: rate`, rate);
  if (!(rate >= 0 && rate < 1)) {
    throw new ValueError(`${layer}: rate is ${rate}; a number from 0 to below 1 is expected.`, { rate });
  }
}
