import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import type { AffineTransformAttrs, FillMode } from '../../ops/index.ts';
import { checkChoice, checkNumber } from '../options.ts';
import type { CallContext, LayerOptions } from './layer.ts';

/** How far random changes go: x stands for −x to x, two numbers for the range between them. */
export type Factor = number | readonly [number, number];

export interface SeededOptions extends LayerOptions {
  /**
   * An integer that gives the layer random numbers of its own. They differ in each step in any case, and follow from the
   * model's seed and from the layer's place, too. Default: null.
   */
  readonly seed?: number | null;
}

export interface ResamplingOptions extends SeededOptions {
  /** What is seen beyond the image: `reflect` (the default), `wrap`, `constant` or `nearest`, its border. */
  readonly fillMode?: FillMode;
  /** What is seen with `constant`. Default 0. */
  readonly fillValue?: number;
  /** Between pixels: `bilinear` (the default) mixes the four around, `nearest` takes one. */
  readonly interpolation?: AffineTransformAttrs['interpolation'];
}

export interface SeededSettings {
  seed: number | null;
}

export interface ResamplingSettings extends AffineTransformAttrs, SeededSettings {}

/** Defaults of `ResamplingOptions`. */
export const resamplingDefaults: ResamplingSettings = {
  fillMode: 'reflect',
  fillValue: 0,
  interpolation: 'bilinear',
  seed: null,
};

/** Refuses options outside what is allowed with `ValueError`. */
export function checkResampling(layer: string, settings: ResamplingSettings): void {
  checkChoice(`${layer}: fillMode`, settings.fillMode, ['reflect', 'wrap', 'constant', 'nearest']);
  checkChoice(`${layer}: interpolation`, settings.interpolation, ['bilinear', 'nearest']);
  checkNumber(`${layer}: fillValue`, settings.fillValue);
  checkSeed(layer, settings);
}

/** Refuses a seed that is neither an integer nor null with `ValueError`. */
export function checkSeed(layer: string, { seed }: SeededSettings): void {
  if (seed === null || Number.isSafeInteger(seed)) return;
  throw new ValueError(`${layer}: seed is ${JSON.stringify(seed)}; an integer is expected.`, { seed });
}

/** The range that a factor stands for, lower end first. Throws `ValueError` unless it lies from −1 to 1, as in Keras. */
export function rangeOf(what: string, factor: Factor): readonly [number, number] {
  const ends = typeof factor === 'number' ? [-Math.abs(factor), Math.abs(factor)] : factor;
  if (!Array.isArray(ends) || ends.length !== 2 || !ends.every((end) => end >= -1 && end <= 1)) {
    throw new ValueError(`${what} is ${JSON.stringify(factor)}; a number from -1 to 1, or two of them, is expected.`, {
      factor,
    });
  }
  return [Math.min(...ends), Math.max(...ends)];
}

/** Refuses what is not two numbers, the lower first, with `ValueError`. */
export function checkValueRange(layer: string, valueRange: readonly [number, number]): void {
  const isRange =
    Array.isArray(valueRange) &&
    valueRange.length === 2 &&
    valueRange.every(Number.isFinite) &&
    valueRange[0] < valueRange[1];
  if (isRange) return;
  throw new ValueError(
    `${layer}: valueRange is ${JSON.stringify(valueRange)}; the least and the greatest value of a pixel are expected.`,
    { valueRange },
  );
}

/** What a layer draws its random numbers by: the step's seed, its own seed and its place. */
export function drawnBy({ seed, salt }: CallContext, settings: SeededSettings): { seed: Tensor; salt: number } {
  return { seed, salt: (salt + Math.imul(settings.seed ?? 0, 0x9e3779b1)) >>> 0 };
}
