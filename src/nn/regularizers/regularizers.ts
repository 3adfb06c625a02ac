import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import { add, multiply, negate, relu, rescale, sum } from '../../ops/index.ts';
import { byName, checkNumber, checkOptionNames } from '../options.ts';

/** A penalty on a weight, plain JSON: l1 · Σ|w| + l2 · Σw². */
export interface RegularizerSpec {
  readonly l1?: number;
  readonly l2?: number;
}

/** What layers take: a penalty, or a name (with the factor 0.01), or none. */
export type Regularizer = RegularizerSpec | 'l1' | 'l2' | 'l1l2' | null;

/** Keras's factor where only a name is given. */
const DEFAULT_FACTOR = 0.01;

/** factor · Σ|w|. https://keras.io/api/layers/regularizers/ */
export const l1 = (factor = DEFAULT_FACTOR): RegularizerSpec => checkedRegularizer('l1', { l1: factor });

/** factor · Σw². https://keras.io/api/layers/regularizers/ */
export const l2 = (factor = DEFAULT_FACTOR): RegularizerSpec => checkedRegularizer('l2', { l2: factor });

/** l1 · Σ|w| + l2 · Σw². https://keras.io/api/layers/regularizers/ */
export const l1l2 = ({ l1: first = 0, l2: second = 0 }: RegularizerSpec = {}): RegularizerSpec =>
  checkedRegularizer('l1l2', { l1: first, l2: second });

const named = { l1, l2, l1l2: () => l1l2({ l1: DEFAULT_FACTOR, l2: DEFAULT_FACTOR }) };

/** The penalty behind an option of a layer. Throws `ValueError` for unknown names and keys, and factors below 0. */
export function regularizerOf(what: string, regularizer: Regularizer): RegularizerSpec | null {
  if (typeof regularizer === 'string') return byName('regularizer', regularizer, named)();
  return regularizer === null ? null : checkedRegularizer(what, regularizer);
}

function checkedRegularizer(what: string, spec: RegularizerSpec): RegularizerSpec {
  checkOptionNames(what, spec, ['l1', 'l2']);
  for (const [key, value] of Object.entries(spec)) {
    checkNumber(`${what}: ${key}`, value as number);
    if ((value as number) < 0) throw new ValueError(`${what}: ${key} is ${value}; a number of at least 0 is expected.`);
  }
  return spec;
}

/** |x| with the slope 0 at 0. */
const abs = (x: Tensor): Tensor => add(relu(x), relu(negate(x)));

/** The penalty on a weight, a scalar; null where both factors are 0. */
export function penaltyOn(weight: Tensor, { l1: first = 0, l2: second = 0 }: RegularizerSpec): Tensor | null {
  const terms = [
    ...(first === 0 ? [] : [rescale(sum(abs(weight)), { scale: first, offset: 0 })]),
    ...(second === 0 ? [] : [rescale(sum(multiply(weight, weight)), { scale: second, offset: 0 })]),
  ];
  return terms.length === 0 ? null : terms.reduce((a, b) => add(a, b));
}
