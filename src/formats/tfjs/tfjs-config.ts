import { FormatError } from '../../errors.ts';
import type { JsonObject } from '../keras/json-value.ts';

/** Layers of ours that TensorFlow.js has and computes alike. https://js.tensorflow.org/api/latest/#Layers */
const LAYERS = [
  'Activation',
  'Add',
  'Average',
  'AveragePooling2D',
  'BatchNormalization',
  'Concatenate',
  'Conv2D',
  'Conv2DTranspose',
  'Cropping2D',
  'Dense',
  'DepthwiseConv2D',
  'Dropout',
  'ELU',
  'Flatten',
  'GlobalAveragePooling2D',
  'GlobalMaxPooling2D',
  'Input',
  'LayerNormalization',
  'LeakyReLU',
  'MaxPooling2D',
  'Maximum',
  'Minimum',
  'Multiply',
  'ReLU',
  'Rescaling',
  'Reshape',
  'SeparableConv2D',
  'Softmax',
  'UpSampling2D',
  'ZeroPadding2D',
];

/** Activations that both have, by our names, and their names there. Its `hardSigmoid` is another function. */
const ACTIVATIONS: Readonly<Record<string, string>> = {
  linear: 'linear',
  elu: 'elu',
  gelu: 'gelu',
  logSoftmax: 'logSoftmax',
  mish: 'mish',
  relu: 'relu',
  relu6: 'relu6',
  selu: 'selu',
  sigmoid: 'sigmoid',
  silu: 'swish',
  softmax: 'softmax',
  softplus: 'softplus',
  softsign: 'softsign',
  swish: 'swish',
  tanh: 'tanh',
};

/** Options that TensorFlow.js does not know or computes otherwise, and the values with which that does not matter. */
const NEUTRAL: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  Conv2DTranspose: { outputPadding: [null], dilationRate: [1, '1,1'] },
  ELU: { alpha: [1] },
  GlobalAveragePooling2D: { keepdims: [false] },
  GlobalMaxPooling2D: { keepdims: [false] },
  ReLU: { negativeSlope: [0], threshold: [0] },
  // It takes pixels by their corners, not by their centers.
  UpSampling2D: { interpolation: ['nearest'] },
};

/**
 * A config of ours with TensorFlow.js's names of activations.
 *
 * @throws FormatError naming the layer for what TensorFlow.js does not have.
 */
export function tfjsConfig(config: JsonObject): JsonObject {
  const layers = config['layers'] as readonly { className: string; config: JsonObject }[];
  return {
    ...config,
    layers: layers.map(({ className, config: settings }) => ({
      className,
      config: Array.isArray(settings['layers']) ? tfjsConfig(settings) : checkedSettings(className, settings),
    })),
  };
}

function checkedSettings(className: string, settings: JsonObject): JsonObject {
  const refuse = (what: string): never => {
    throw new FormatError(
      `TensorFlow.js has no ${what} as in the layer ${JSON.stringify(settings['name'])} (${className}).`,
      { layer: settings['name'], className },
    );
  };
  if (!LAYERS.includes(className)) return refuse('such layer');
  for (const [option, values] of Object.entries(NEUTRAL[className] ?? {})) {
    const value = settings[option] ?? null;
    if (!values.includes(Array.isArray(value) ? value.join() : value)) {
      return refuse(`${option} ${JSON.stringify(value)}`);
    }
  }
  const { activation } = settings;
  if (typeof activation !== 'string') return settings;
  if (!Object.hasOwn(ACTIVATIONS, activation)) return refuse(`activation "${activation}"`);
  return { ...settings, activation: ACTIVATIONS[activation] };
}
