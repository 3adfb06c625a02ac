import { listNames, ValueError } from '../errors.ts';
import { FILL_MODES, type FillMode } from './fill-mode.ts';

/**
 * How far images are shifted: a share of the side below 1; from 1 on pixels. A whole number `n` of pixels shifts by whole
 * pixels, fewer than `n` in either direction; another number by any amount up to it; a list by one of its numbers in
 * either direction.
 */
export type ShiftRange = number | readonly number[];

/** Options of `ImageDataGenerator`: those of Keras 2 in camelCase. */
export interface ImageGeneratorOptions {
  /** Largest rotation in degrees, in either direction; default 0. */
  readonly rotationRange?: number;
  /** Default 0. */
  readonly widthShiftRange?: ShiftRange;
  /** Default 0. */
  readonly heightShiftRange?: ShiftRange;
  /** Largest shear in degrees, in either direction; default 0. A value such as 0.2 changes almost nothing. */
  readonly shearRange?: number;
  /** The lowest and highest zoom, or `z` for `[1 - z, 1 + z]`; drawn for each axis. Below 1 enlarges; default 0. */
  readonly zoomRange?: number | readonly [lowest: number, highest: number];
  /** Largest number added to all values of an image, which stay within its own lowest and highest; default 0. */
  readonly channelShiftRange?: number;
  /** The lowest and highest factor of the brightness; default none. */
  readonly brightnessRange?: readonly [lowest: number, highest: number];
  /** Whether every second image is mirrored left to right; default false. */
  readonly horizontalFlip?: boolean;
  /** Whether every second image is mirrored top to bottom; default false. */
  readonly verticalFlip?: boolean;
  /** What lies beyond the border; default `'nearest'`. */
  readonly fillMode?: FillMode;
  /** The value beyond the border with `'constant'`; default 0. */
  readonly cval?: number;
  /** What all values are multiplied by, after the image was transformed; default 1. */
  readonly rescale?: number;
  /** Called with each image after it was transformed and before `rescale`; gives an image of the same size. */
  readonly preprocessingFunction?: (pixels: Float32Array, shape: readonly [number, number, number]) => Float32Array;
  /** Whether the mean of each image becomes 0; default false. */
  readonly samplewiseCenter?: boolean;
  /** Whether each image is divided by its standard deviation; default false. */
  readonly samplewiseStdNormalization?: boolean;
  /** Whether the mean of each channel, by `fit`, is subtracted; default false. */
  readonly featurewiseCenter?: boolean;
  /** Whether each channel is divided by its standard deviation, by `fit`; default false. Centers too, as Keras does. */
  readonly featurewiseStdNormalization?: boolean;
  /** Part of the images to keep for validation, between 0 and 1; default 0. */
  readonly validationSplit?: number;
}

/** The options without a default. */
type OptionalName = 'brightnessRange' | 'preprocessingFunction';

type FilledOptions = Required<Omit<ImageGeneratorOptions, OptionalName>> & Pick<ImageGeneratorOptions, OptionalName>;

/** {@link ImageGeneratorOptions}, checked and with the defaults filled in. */
export type ImageGeneratorSettings = Omit<FilledOptions, 'zoomRange'> & {
  readonly zoomRange: readonly [lowest: number, highest: number];
};

const DEFAULTS = {
  rotationRange: 0,
  widthShiftRange: 0,
  heightShiftRange: 0,
  shearRange: 0,
  zoomRange: 0,
  channelShiftRange: 0,
  horizontalFlip: false,
  verticalFlip: false,
  fillMode: 'nearest',
  cval: 0,
  rescale: 1,
  samplewiseCenter: false,
  samplewiseStdNormalization: false,
  featurewiseCenter: false,
  featurewiseStdNormalization: false,
  validationSplit: 0,
} satisfies ImageGeneratorOptions;

const NAMES: readonly string[] = [...Object.keys(DEFAULTS), 'brightnessRange', 'preprocessingFunction'];

/**
 * Fills in the defaults.
 *
 * @throws ValueError for unknown options and values that make no sense.
 */
export function checkImageGeneratorOptions(options: ImageGeneratorOptions): ImageGeneratorSettings {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    const spelled = unknown.replaceAll('_', '').toLowerCase();
    const meant = NAMES.find((name) => name.toLowerCase() === spelled);
    const hint = meant === undefined ? '' : ` It is called "${meant}" here.`;
    throw new ValueError(`ImageDataGenerator has no option "${unknown}".${hint} There are ${listNames(NAMES)}.`, {
      option: unknown,
    });
  }
  const given: FilledOptions = { ...DEFAULTS, ...options };
  const { zoomRange: zoom, samplewiseStdNormalization, featurewiseStdNormalization, ...rest } = given;
  const zoomRange = typeof zoom === 'number' ? ([1 - zoom, 1 + zoom] as const) : zoom;
  for (const name of ['rotationRange', 'shearRange', 'channelShiftRange'] as const) atLeast0(name, given[name]);
  for (const name of ['widthShiftRange', 'heightShiftRange'] as const) checkShift(name, given[name]);
  checkRange('zoomRange', zoomRange, zoomRange[0] > 0);
  const { brightnessRange, validationSplit, fillMode } = given;
  if (brightnessRange) checkRange('brightnessRange', brightnessRange, brightnessRange[0] >= 0);
  if (!(validationSplit >= 0 && validationSplit < 1))
    throw wrong('validationSplit', validationSplit, 'a number from 0 to 1');
  if (!FILL_MODES.includes(fillMode)) throw wrong('fillMode', fillMode, `one of ${listNames(FILL_MODES)}`);
  for (const name of ['rescale', 'cval'] as const)
    if (!Number.isFinite(given[name])) throw wrong(name, given[name], 'a number');
  return {
    ...rest,
    zoomRange,
    samplewiseStdNormalization,
    featurewiseStdNormalization,
    samplewiseCenter: given.samplewiseCenter || samplewiseStdNormalization,
    featurewiseCenter: given.featurewiseCenter || featurewiseStdNormalization,
  };
}

function wrong(name: string, value: unknown, expected: string): ValueError {
  return new ValueError(`ImageDataGenerator: \`${name}\` is ${JSON.stringify(value)}; ${expected} is expected.`, {
    [name]: value,
  });
}

function atLeast0(name: string, value: number): void {
  if (!(value >= 0 && Number.isFinite(value))) throw wrong(name, value, 'a number of at least 0');
}

function checkShift(name: string, range: ShiftRange): void {
  if (typeof range === 'number') atLeast0(name, range);
  else if (!Array.isArray(range) || range.length === 0 || !range.every(Number.isFinite)) {
    throw wrong(name, range, 'a number of at least 0 or a list of numbers');
  }
}

function checkRange(name: string, range: readonly number[], startsWell: boolean): void {
  const isRange = Array.isArray(range) && range.length === 2 && range.every(Number.isFinite);
  if (isRange && startsWell && range[0] <= range[1]) return;
  throw wrong(name, range, 'the lowest and the highest factor, which may not be negative,');
}
