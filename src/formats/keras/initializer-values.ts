import { isObject, type JsonObject } from './json-value.ts';
import { camelCase, pascalCase, snakeCase } from './spelling.ts';

/** Initializers without options, in our spelling. */
const PLAIN = [
  'zeros',
  'ones',
  'glorotUniform',
  'glorotNormal',
  'heUniform',
  'heNormal',
  'lecunUniform',
  'lecunNormal',
];

/** Those with options: each of ours, and what Keras calls it. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  constant: { value: 'value' },
  randomUniform: { minValue: 'minval', maxValue: 'maxval' },
  randomNormal: { mean: 'mean', stddev: 'stddev' },
  truncatedNormal: { mean: 'mean', stddev: 'stddev' },
  varianceScaling: { scale: 'scale', mode: 'mode', distribution: 'distribution' },
};

/** Words that options are, in our spelling. */
const WORDS = ['fanIn', 'fanOut', 'fanAvg', 'truncatedNormal', 'untruncatedNormal', 'uniform'];

/** What variance scaling of a scale, mode and distribution is called: Keras 2 saves it so. */
const VARIANCE_SCALING: Readonly<Record<string, string>> = {
  '1 fanAvg uniform': 'glorotUniform',
  '1 fanAvg truncatedNormal': 'glorotNormal',
  '2 fanIn uniform': 'heUniform',
  '2 fanIn truncatedNormal': 'heNormal',
  '1 fanIn uniform': 'lecunUniform',
  '1 fanIn truncatedNormal': 'lecunNormal',
};

/**
 * Keras's initializer in our form. Weights come from the file, so that it only matters to whoever starts anew: one that we
 * do not have becomes undefined, and with that the layer's default.
 */
export function initializerFromKeras(value: unknown): unknown {
  const { class_name: className, config = {} } = isObject(value) ? value : { class_name: value };
  if (typeof className !== 'string' || !isObject(config)) return undefined;
  const given = camelCase(className).replace(/^./, (letter) => letter.toLowerCase());
  const name = given === 'zero' || given === 'one' ? `${given}s` : given;
  if (PLAIN.includes(name)) return name;
  if (!Object.hasOwn(OPTIONS, name)) return undefined;
  const options = Object.entries(OPTIONS[name]).flatMap(([ours, theirs]) => {
    const option = config[theirs];
    return option === undefined ? [] : [[ours, typeof option === 'string' ? wordFromKeras(option) : option] as const];
  });
  if (!options.every(([, option]) => Number.isFinite(option) || WORDS.includes(String(option)))) return undefined;
  const { scale, mode, distribution } = Object.fromEntries(options);
  const short = VARIANCE_SCALING[`${scale} ${mode} ${distribution}`];
  return short ?? { name, ...Object.fromEntries(options) };
}

/** Keras 2 calls the truncated normal `normal`. */
const wordFromKeras = (word: string): string => (word === 'normal' ? 'truncatedNormal' : camelCase(word));

/** Our initializer as the class and options that Keras has for it. */
export function initializerToKeras(value: unknown): { readonly className: string; readonly config: JsonObject } {
  const { name, ...options } = isObject(value) ? value : { name: value };
  const className = pascalCase(String(name));
  const names = OPTIONS[String(name)] ?? {};
  const config = Object.entries(options).map(([ours, option]) => [
    names[ours] ?? snakeCase(ours),
    typeof option === 'string' ? snakeCase(option) : option,
  ]);
  const seed = /^(Zeros|Ones|Constant)$/.test(className) ? {} : { seed: null };
  return { className, config: { ...Object.fromEntries(config), ...seed } };
}
