import { ValueError } from '../../errors.ts';
import type { Layer } from '../layers/layer.ts';

/** `Conv2D` as `conv2d`, `BatchNormalization` as `batch_normalization`: Keras's way. */
export const snakeCase = (className: string): string =>
  className
    .replace(/(.)([A-Z][a-z0-9]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();

/**
 * The name of each layer: its own, or its class in snake case with a counter from the second on.
 *
 * @throws ValueError when two layers have one name.
 */
export function layerNames(layers: readonly Layer[]): string[] {
  const counts = new Map<string, number>();
  const used = new Set<string>();
  return layers.map((layer) => {
    const base = snakeCase(layer.className);
    const count = counts.get(base) ?? 0;
    const { givenName } = layer;
    if (givenName === undefined) counts.set(base, count + 1);
    const name = givenName ?? (count === 0 ? base : `${base}_${count}`);
    if (used.has(name)) throw new ValueError(`Two layers are named "${name}". Give them different names.`, { name });
    used.add(name);
    return name;
  });
}
