import type { Shape } from '../../engine/shape.ts';
import { sizeOf } from '../../engine/shape.ts';
import { byName, checkNumber } from '../options.ts';

type Random = () => number;
type Fill = (shape: Shape, random: Random, value: number) => Float32Array;

/** Names of the ways to set initial weights, as in Keras. */
export type InitializerName = 'zeros' | 'ones' | 'glorotUniform' | 'glorotNormal' | 'heUniform' | 'heNormal';

/** How a weight starts: a name, or a constant. Plain JSON, so that it can be saved as it is. */
export type InitializerSpec = InitializerName | { readonly name: 'constant'; readonly value: number };

/**
 * Sizes that the scale of initial weights follows from: inputs and outputs of one unit.
 * https://github.com/keras-team/keras/blob/master/keras/src/initializers/random_initializers.py (compute_fans)
 */
function fans(shape: Shape): { fanIn: number; fanOut: number } {
  const [last = 1, beforeLast = last] = [...shape].reverse();
  const receptiveField = sizeOf(shape.slice(0, -2));
  return { fanIn: beforeLast * receptiveField, fanOut: last * receptiveField };
}

const constant: Fill = (shape, _random, value) => new Float32Array(sizeOf(shape)).fill(value);

/** Uniform in [-limit, limit) with limit² = 3 · variance. */
const uniform =
  (variance: (fan: { fanIn: number; fanOut: number }) => number): Fill =>
  (shape, random) => {
    const limit = Math.sqrt(3 * variance(fans(shape)));
    return Float32Array.from({ length: sizeOf(shape) }, () => (2 * random() - 1) * limit);
  };

/** Standard deviation of a standard normal cut off at ±2. */
const TRUNCATED_DEVIATION = 0.87962566103423978;

/** Normal, redrawn beyond two standard deviations, and widened so that the variance is as asked. */
const truncatedNormal =
  (variance: (fan: { fanIn: number; fanOut: number }) => number): Fill =>
  (shape, random) => {
    const deviation = Math.sqrt(variance(fans(shape))) / TRUNCATED_DEVIATION;
    return Float32Array.from({ length: sizeOf(shape) }, () => deviation * cutNormal(random));
  };

/** Box and Muller, 1958; values beyond ±2 are drawn again. */
function cutNormal(random: Random): number {
  for (;;) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const value = radius * Math.cos(2 * Math.PI * random());
    if (Math.abs(value) <= 2) return value;
  }
}

const fills: Readonly<Record<InitializerName | 'constant', Fill>> = {
  zeros: (shape, random) => constant(shape, random, 0),
  ones: (shape, random) => constant(shape, random, 1),
  constant,
  // X. Glorot, Y. Bengio, 2010.
  glorotUniform: uniform(({ fanIn, fanOut }) => 2 / (fanIn + fanOut)),
  glorotNormal: truncatedNormal(({ fanIn, fanOut }) => 2 / (fanIn + fanOut)),
  // K. He et al., 2015.
  heUniform: uniform(({ fanIn }) => 2 / fanIn),
  heNormal: truncatedNormal(({ fanIn }) => 2 / fanIn),
};

/**
 * Initial values of a weight. `random` gives uniform numbers in [0, 1).
 * Formulas: https://keras.io/api/layers/initializers/
 *
 * @throws ValueError for an unknown name; lists the right ones.
 */
export function initialValues(initializer: InitializerSpec, shape: Shape, random: Random): Float32Array {
  const name = typeof initializer === 'string' ? initializer : initializer.name;
  const value = typeof initializer === 'string' ? 0 : initializer.value;
  return byName('initializer', name, fills)(shape, random, value);
}

/** Refuses an unknown initializer when a layer is made, not when its weights are. */
export function checkInitializer(initializer: InitializerSpec): void {
  byName('initializer', typeof initializer === 'string' ? initializer : initializer.name, fills);
  if (typeof initializer === 'object') checkNumber('The value of the constant initializer', initializer.value);
}
