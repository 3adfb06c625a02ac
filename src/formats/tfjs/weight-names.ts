import { FormatError } from '../../errors.ts';
import { camelCase, snakeCase } from '../keras/spelling.ts';
import type { LeafLayer } from './leaf-layers.ts';

/** The name of a weight of ours in TensorFlow.js, `conv2d/kernel`; names of models around the layer are no part of it. */
export const tfjsWeightName = ({ className, name }: LeafLayer, weight: string): string =>
  `${name}/${className === 'DepthwiseConv2D' && weight === 'kernel' ? 'depthwise_kernel' : snakeCase(weight)}`;

/** Our name of a weight, `movingMean`, for that within its layer in TensorFlow.js. */
export const ownWeightName = ({ className }: LeafLayer, weight: string): string =>
  className === 'DepthwiseConv2D' && weight === 'depthwise_kernel' ? 'kernel' : camelCase(weight);

/**
 * The layer that a weight such as `model/conv2d/kernel` is of: that whose path has the most in common with what is before
 * the last part. Files differ in how many names of models they put before a layer's.
 *
 * @throws FormatError when there is none, or there are several.
 */
export function layerOfWeight(leaves: readonly LeafLayer[], name: string): LeafLayer {
  const parts = name.split('/').slice(0, -1).reverse();
  const scores = leaves.map(({ path }) => {
    const own = path.split('/').reverse();
    const difference = own.findIndex((part, i) => part !== parts[i]);
    return difference < 0 ? own.length : difference;
  });
  const best = scores.reduce((most, score) => Math.max(most, score), 0);
  const found = leaves.filter((_, i) => best > 0 && scores[i] === best);
  if (found.length === 1) return found[0];
  throw new FormatError(
    found.length === 0
      ? `The weight ${JSON.stringify(name)} is of no layer of the model.`
      : `The weight ${JSON.stringify(name)} may be of several layers: ${found.map(({ path }) => path).join(', ')}.`,
    { name },
  );
}
