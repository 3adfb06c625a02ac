import type { Shape } from '../../src/engine/shape.ts';
import type { LayerSpec, Workload } from './workload.ts';

/** An array with its shape. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** Images `[batch, height, width, channels]` as numbers `[batch, channels, height, width]`. */
export const imagesFirst = ({ x, batchSize, inputShape }: Workload): Values =>
  transposed({ shape: [batchSize, ...inputShape], data: x }, [0, 3, 1, 2]);

/**
 * A layer's weights, by name, for libraries that want channels before height and width: filters `[out, in, height,
 * width]`, and the rows of a dense layer after a flattening in the order that this flattening gives.
 *
 * @param flattened the shape `[height, width, channels]` that was flattened right before a dense layer, else null.
 */
export function weightsFirst({ weights }: LayerSpec, flattened: Shape | null): Record<string, Values> {
  const entries = weights.map(({ name, shape, data }): [string, Values] => {
    const own = name.slice(name.lastIndexOf('/') + 1);
    if (own !== 'kernel') return [own, { shape, data: Float32Array.from(data) }];
    if (shape.length === 4) return [own, transposed({ shape, data }, [3, 2, 0, 1])];
    if (flattened === null) return [own, { shape, data: Float32Array.from(data) }];
    const units = shape[1] as number;
    return [own, { shape, data: transposed({ shape: [...flattened, units], data }, [2, 0, 1, 3]).data }];
  });
  return Object.fromEntries(entries);
}

/** For each layer what `weightsFirst` takes as `flattened`: set from a flattening on until the first dense layer. */
export function flattenedBefore(layers: readonly LayerSpec[]): readonly (Shape | null)[] {
  let flattened: Shape | null = null;
  return layers.map(({ className, inputShape }) => {
    if (className === 'Flatten') flattened = inputShape;
    const before = flattened;
    if (className === 'Dense') flattened = null;
    return before;
  });
}

/** Axis i of the result is axis `axes[i]` of the values. */
function transposed(
  { shape, data }: { readonly shape: Shape; readonly data: Float32Array | Uint8Array },
  axes: readonly [number, number, number, number],
): Values {
  const size = axes.map((axis) => shape[axis] as number) as [number, number, number, number];
  const stride = axes.map((axis) => shape.slice(axis + 1).reduce((all, n) => all * n, 1)) as typeof size;
  const result = new Float32Array(data.length);
  let at = 0;
  for (let a = 0; a < size[0]; a++)
    for (let b = 0; b < size[1]; b++)
      for (let c = 0; c < size[2]; c++)
        for (let d = 0; d < size[3]; d++)
          result[at++] = data[a * stride[0] + b * stride[1] + c * stride[2] + d * stride[3]] as number;
  return { shape: size, data: result };
}
