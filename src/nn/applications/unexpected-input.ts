import type { InputBatch } from '../../data/batch.ts';
import type { Layer } from '../layers/layer.ts';
import type { Model } from '../models/model.ts';
import { Network } from '../models/network.ts';
import { type Application, applicationOf, isPretrained } from './application.ts';
import type { PreprocessingMode } from './preprocessing-mode.ts';

/** Least and largest value of a batch. */
export interface ValueSpan {
  readonly min: number;
  readonly max: number;
}

/** What each mode makes of pixels, for messages. */
const EXPECTED: Readonly<Record<PreprocessingMode, string>> = {
  caffe: 'about -124 to 152: blue, green and red less their means',
  tf: '-1 to 1',
  torch: 'about -2.1 to 2.6: each channel less its mean and divided by its deviation',
  none: '0 to 255',
};

/**
 * Whether values can be images in the form that a mode gives; a rule of thumb that takes no well-prepared photos for wrong
 * ones. Batches of one value tell nothing, and count as right.
 */
export function isPlausible(mode: PreprocessingMode, { min, max }: ValueSpan): boolean {
  if (min === max) return true;
  if (mode === 'none') return min >= 0 && max > 2;
  // Pixels less a mean are negative somewhere.
  if (min >= 0) return false;
  if (mode === 'caffe') return max - min > 6;
  return mode === 'tf' ? min >= -1.01 && max <= 1.01 : min >= -3 && max <= 3;
}

/** What is told of images that a model's weights do not expect; null where nothing is wrong. */
export function inputWarning(model: string, mode: PreprocessingMode, span: ValueSpan): string | null {
  if (isPlausible(mode, span)) return null;
  const remedy =
    mode === 'none'
      ? 'Give it pixels as they are, without Rescaling or division by 255.'
      : `Give it pixels 0 to 255 through preprocessInput('${mode}') in dataset.map, or put the layer ` +
        `ImagenetPreprocessing({ mode: '${mode}' }) before it, instead of another scaling.`;
  return (
    `The weights of "${model}" expect images of ${EXPECTED[mode]}; this batch has values from ${short(span.min)} to ` +
    `${short(span.max)}. ${remedy}`
  );
}

const short = (value: number): string => String(Number(value.toPrecision(3)));

/** Warns once about images that pretrained weights do not expect, where they reach them without a layer before. */
export function warnOfUnexpectedInput(model: Model, batch: InputBatch): void {
  const fed = fedApplication(model);
  if (fed === null) return;
  const warning = inputWarning(fed.name, fed.preprocessing, spanOf(batch.x));
  if (warning !== null) console.warn(warning);
}

/** The pretrained application that a model's input goes into at once: itself, or a model nested in it. */
function fedApplication(network: Network): (Application & { name: string }) | null {
  const own = applicationOf(network);
  if (own !== undefined && isPretrained(network)) return { ...own, name: network.name };
  // What has no input of its own begins with no application.
  for (const { layer, inputs } of network.isBuilt ? network.nodes : []) {
    if (!(layer instanceof Network) || !layer.isBuilt || !inputs.some((input) => isInput(network, input))) continue;
    const nested = fedApplication(layer);
    if (nested !== null) return nested;
  }
  return null;
}

const isInput = (network: Network, position: number): boolean => {
  const { layer }: { layer: Layer } = network.nodes[position];
  return layer.className === 'Input';
};

function spanOf(values: Float32Array | Uint8Array): ValueSpan {
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min, max };
}
