import { lax, nn, numpy as np, random } from '@jax-js/jax';
import { flattenedBefore, imagesFirst, weightsFirst } from './channels-first.ts';
import type { LayerSpec, Workload } from './workload.ts';

/** Arrays by the name `layer index/weight`. */
export type Arrays = { [name: string]: np.Array };

/** The network's weights: those that training changes by gradients, and the moving statistics. */
export interface NetworkArrays {
  readonly trained: Arrays;
  readonly moving: Arrays;
}

/** The initial weights on the default device. Vectors of convolutions are shaped to spread over `[N, C, H, W]`. */
export function initialArrays({ layers }: Workload): NetworkArrays {
  const [trained, moving]: Arrays[] = [{}, {}];
  const flattened = flattenedBefore(layers);
  for (const [i, layer] of layers.entries()) {
    for (const [name, { shape, data }] of Object.entries(weightsFirst(layer, flattened[i] ?? null))) {
      const spread = layer.className !== 'Dense' && shape.length === 1 ? [1, ...shape, 1, 1] : [...shape];
      (name.startsWith('moving') ? moving : trained)[`${i}/${name}`] = np.array(data).reshape(spread);
    }
  }
  return { trained, moving };
}

/** The batch on the default device. */
export function uploadImages(workload: Workload): () => np.Array {
  const { data, shape } = imagesFirst(workload);
  return () => np.array(data).reshape([...shape]);
}

/**
 * The forward pass. Takes ownership of all arrays, as jax-js's functions do; the moving statistics that come back are
 * new ones in training.
 *
 * @param key of dropout's random numbers; null when not training.
 */
export function forward(
  layers: readonly LayerSpec[],
  { trained, moving }: NetworkArrays,
  x: np.Array,
  key: np.Array | null,
): { output: np.Array; moving: Arrays } {
  const moved: Arrays = {};
  let y = x;
  for (const [i, { className, settings }] of layers.entries()) {
    const weight = (name: string): np.Array => (trained[`${i}/${name}`] ?? moving[`${i}/${name}`]) as np.Array;
    switch (className) {
      case 'Rescaling':
        y = y.mul(settings['scale'] as number);
        break;
      case 'Conv2D':
        y = activate(settings, lax.conv(y, weight('kernel'), [1, 1], padding(settings)).add(weight('bias')));
        break;
      case 'BatchNormalization': {
        const [mean, variance] = key === null ? [weight('movingMean'), weight('movingVariance')] : moments(y.ref);
        if (key !== null) {
          const momentum = settings['momentum'] as number;
          const move = (name: string, value: np.Array) => {
            moved[`${i}/${name}`] = weight(name)
              .mul(momentum)
              .add(lax.stopGradient(value).mul(1 - momentum));
          };
          move('movingMean', mean.ref);
          move('movingVariance', variance.ref);
        }
        const factor = weight('gamma').div(np.sqrt(variance.add(settings['epsilon'] as number)));
        y = y.sub(mean).mul(factor).add(weight('beta'));
        break;
      }
      case 'MaxPooling2D':
        y = maxPool2x2(y);
        break;
      case 'Flatten':
        y = y.reshape([y.shape[0] as number, -1]);
        break;
      case 'Dropout':
        if (key !== null) y = dropout(y, key.ref, settings['rate'] as number);
        break;
      case 'Dense':
        y = activate(settings, np.matmul(y, weight('kernel')).add(weight('bias')));
        break;
      default:
        throw new Error(`jax-js: there is no mapping for the layer ${className}.`);
    }
  }
  key?.dispose();
  return { output: y, moving: moved };
}

const padding = (settings: LayerSpec['settings']): 'SAME' | 'VALID' =>
  settings['padding'] === 'same' ? 'SAME' : 'VALID';

function activate(settings: LayerSpec['settings'], y: np.Array): np.Array {
  if (settings['activation'] === 'relu') return nn.relu(y);
  return settings['activation'] === 'sigmoid' ? nn.sigmoid(y) : y;
}

function moments(y: np.Array): [np.Array, np.Array] {
  const mean = np.mean(y.ref, [0, 2, 3], { keepdims: true });
  return [mean.ref, np.mean(np.square(y.sub(mean)), [0, 2, 3], { keepdims: true })];
}

/** A reshaping and a maximum: jax-js 0.1.25 differentiates that, and its windows of 2x2 overlap nowhere. */
function maxPool2x2(y: np.Array): np.Array {
  const [n, c, h, w] = y.shape as [number, number, number, number];
  const [outH, outW] = [Math.floor(h / 2), Math.floor(w / 2)];
  const even = h % 2 === 0 && w % 2 === 0 ? y : y.slice([], [], [0, 2 * outH], [0, 2 * outW]);
  return np.max(even.reshape([n, c, outH, 2, outW, 2]), [3, 5]);
}

function dropout(y: np.Array, key: np.Array, rate: number): np.Array {
  const kept = random.bernoulli(key, 1 - rate, y.shape);
  return np.where(kept, y.div(1 - rate), 0);
}
