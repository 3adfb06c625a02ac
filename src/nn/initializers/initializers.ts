import type { Shape } from '../../engine/shape.ts';
import { sizeOf } from '../../engine/shape.ts';
import { byName, checkChoice, checkNumber, checkOptionNames } from '../options.ts';
import { type Distribution, type FanMode, fans, scaledTo, standardNormal } from './variance-scaling.ts';

/** Names of the ways to set initial weights, as in Keras. */
export type InitializerName =
  | 'zeros'
  | 'ones'
  | 'glorotUniform'
  | 'glorotNormal'
  | 'heUniform'
  | 'heNormal'
  | 'lecunUniform'
  | 'lecunNormal'
  | 'randomUniform'
  | 'randomNormal'
  | 'truncatedNormal'
  | 'varianceScaling';

/** How a weight starts: a name, or a name with options. Plain JSON, so that it can be saved as it is. */
export type InitializerSpec =
  | InitializerName
  | {
      readonly name: Exclude<InitializerName, 'randomUniform' | 'randomNormal' | 'truncatedNormal' | 'varianceScaling'>;
    }
  | { readonly name: 'constant'; readonly value: number }
  /** Uniform from `minValue` (default -0.05) to `maxValue` (default 0.05). */
  | { readonly name: 'randomUniform'; readonly minValue?: number; readonly maxValue?: number }
  /** Normal, with `mean` 0 and `stddev` 0.05 by default; `truncatedNormal` draws again beyond two deviations. */
  | { readonly name: 'randomNormal' | 'truncatedNormal'; readonly mean?: number; readonly stddev?: number }
  /** Random with the variance `scale` (default 1) divided by a fan (default `'fanIn'`). */
  | {
      readonly name: 'varianceScaling';
      readonly scale?: number;
      readonly mode?: FanMode;
      /** Default `'truncatedNormal'`. */
      readonly distribution?: Distribution;
    };

type Random = () => number;
type Fill = (shape: Shape, random: Random) => Float32Array;

/** What makes a way to fill a weight from options; each option is checked against its default's type. */
interface Initializer<O = Record<string, unknown>> {
  readonly defaults: O;
  fill(options: O): Fill;
}

const define = <O>(defaults: O, fill: (options: O) => Fill) => ({ defaults, fill }) as unknown as Initializer;

const each =
  (drawFor: (shape: Shape, random: Random) => () => number): Fill =>
  (shape, random) =>
    Float32Array.from({ length: sizeOf(shape) }, drawFor(shape, random));

const constant = (value: number): Fill => each(() => () => value);

const scaled = (scale: number, mode: FanMode, distribution: Distribution): Fill =>
  each((shape, random) => scaledTo(scale / Math.max(1, fans(shape)[mode]), distribution, random));

const normal = (cut: number) =>
  define({ mean: 0, stddev: 0.05 }, ({ mean, stddev }) =>
    each((_shape, random) => () => mean + stddev * standardNormal(random, cut)),
  );

const initializers: Readonly<Record<InitializerName | 'constant', Initializer>> = {
  zeros: define({}, () => constant(0)),
  ones: define({}, () => constant(1)),
  constant: define({ value: 0 }, ({ value }) => constant(value)),
  // X. Glorot, Y. Bengio, 2010.
  glorotUniform: define({}, () => scaled(1, 'fanAvg', 'uniform')),
  glorotNormal: define({}, () => scaled(1, 'fanAvg', 'truncatedNormal')),
  // K. He et al., 2015.
  heUniform: define({}, () => scaled(2, 'fanIn', 'uniform')),
  heNormal: define({}, () => scaled(2, 'fanIn', 'truncatedNormal')),
  // Y. LeCun et al., 1998.
  lecunUniform: define({}, () => scaled(1, 'fanIn', 'uniform')),
  lecunNormal: define({}, () => scaled(1, 'fanIn', 'truncatedNormal')),
  randomUniform: define({ minValue: -0.05, maxValue: 0.05 }, ({ minValue, maxValue }) =>
    each((_shape, random) => () => minValue + random() * (maxValue - minValue)),
  ),
  randomNormal: normal(Number.POSITIVE_INFINITY),
  truncatedNormal: normal(2),
  varianceScaling: define(
    { scale: 1, mode: 'fanIn' as FanMode, distribution: 'truncatedNormal' as Distribution },
    ({ scale, mode, distribution }) => scaled(scale, mode, distribution),
  ),
};

/** The right words for options that are words. */
const choices: Readonly<Record<string, readonly unknown[]>> = {
  mode: ['fanIn', 'fanOut', 'fanAvg'],
  distribution: ['truncatedNormal', 'untruncatedNormal', 'uniform'],
};

/** The initializer behind a spec, with its options. Throws `ValueError` for unknown names, options and values. */
function fillOf(spec: InitializerSpec): Fill {
  const { name, ...options } = typeof spec === 'string' ? { name: spec } : spec;
  const { defaults, fill } = byName('initializer', name, initializers);
  checkOptionNames(`The initializer ${name}`, options, Object.keys(defaults));
  for (const [key, value] of Object.entries(options) as [string, unknown][]) {
    const what = `The ${key} of the ${name} initializer`;
    if (choices[key] === undefined) checkNumber(what, value as number);
    else checkChoice(what, value, choices[key]);
  }
  return fill({ ...defaults, ...options });
}

/**
 * Initial values of a weight. `random` gives uniform numbers in [0, 1).
 * Formulas: https://keras.io/api/layers/initializers/
 *
 * @throws ValueError for an unknown name; lists the right ones.
 */
export const initialValues = (initializer: InitializerSpec, shape: Shape, random: Random): Float32Array =>
  fillOf(initializer)(shape, random);

/** Refuses an unknown initializer, and wrong options of one, when a layer is made, not when its weights are. */
export const checkInitializer = (initializer: InitializerSpec): void => void fillOf(initializer);
