import { ValueError } from '../../errors.ts';
import { Activation } from '../layers/activation.ts';
import { BatchNormalization } from '../layers/batch-normalization.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { DepthwiseConv2D } from '../layers/depthwise-conv2d.ts';
import { Dropout } from '../layers/dropout.ts';
import { GlobalAveragePooling2D } from '../layers/global-average-pooling2d.ts';
import { ReLU } from '../layers/relu.ts';
import { Reshape } from '../layers/reshape.ts';
import type { SymbolicTensor } from '../layers/symbolic-tensor.ts';
import { ZeroPadding2D } from '../layers/zero-padding2d.ts';
import { Model } from '../models/model.ts';
import { checkNumber, checkPositiveInteger } from '../options.ts';
import { application } from './application.ts';
import {
  type ApplicationOptions,
  type ApplicationSettings,
  applicationSettings,
  imageInput,
  pooled,
} from './application-options.ts';

export interface MobileNetOptions extends ApplicationOptions {
  /** Factor on the number of filters of each layer. Default 1. */
  readonly alpha?: number;
  /** Output channels for each input channel of the depthwise convolutions. Default 1. */
  readonly depthMultiplier?: number;
  /** Rate of the dropout before the classifier. Default 0.001. */
  readonly dropout?: number;
}

/** Filters and stride of each block. */
const BLOCKS = [
  [64, 1],
  [128, 2],
  [128, 1],
  [256, 2],
  [256, 1],
  [512, 2],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [512, 1],
  [1024, 2],
  [1024, 1],
] as const;

/** Widths and sizes that there are published weights for. */
const ALPHAS = [0.25, 0.5, 0.75, 1];
const SIZES = [128, 160, 192, 224];

/**
 * MobileNet for images of 224x224, at least 32x32; 4.3 million weights, 3.2 without the classifier. Published weights
 * expect `'tf'` preprocessing. A. Howard et al., 2017, https://arxiv.org/abs/1704.04861;
 * https://keras.io/api/applications/mobilenet/
 *
 * @throws ValueError and ShapeError for options that are none.
 */
export function MobileNet(options: MobileNetOptions = {}): Model {
  const { alpha = 1, depthMultiplier = 1, dropout = 0.001 } = options;
  checkNumber('MobileNet: alpha', alpha);
  if (alpha * 32 < 1)
    throw new ValueError(`MobileNet: alpha is ${alpha}; a number from 1/32 on is expected.`, { alpha });
  checkPositiveInteger('MobileNet: depthMultiplier', depthMultiplier);
  const settings = applicationSettings(options, {
    what: 'MobileNet',
    name: `mobilenet_${alpha.toFixed(2)}_${options.inputShape?.[0] ?? 224}`,
    defaultSize: 224,
    minSize: 32,
    ownOptions: ['alpha', 'depthMultiplier', 'dropout'],
  });
  const inputs = imageInput(settings);
  const filters = Math.trunc(32 * alpha);
  let x = new Conv2D({
    filters,
    kernelSize: 3,
    strides: 2,
    padding: 'same',
    useBias: false,
    name: 'conv1',
  }).apply(inputs);
  x = normalized(x, 'conv1');
  for (const [i, [channels, strides]] of BLOCKS.entries()) {
    x = block(x, i + 1, Math.trunc(channels * alpha), strides, depthMultiplier);
  }
  const outputs = settings.includeTop ? classified(x, settings, dropout) : pooled(x, settings);
  return application(new Model({ inputs, outputs, name: settings.name }), {
    kind: 'mobilenet',
    includeTop: settings.includeTop,
    preprocessing: 'tf',
    takesImagenetWeights: ALPHAS.includes(alpha) && depthMultiplier === 1,
    variant: { alpha, size: publishedSize(settings) },
  });
}

/** Weights were published for several sizes; those for 224 serve all others. */
function publishedSize({ inputShape: [height, width] }: ApplicationSettings): number {
  return height === width && SIZES.includes(height) ? height : 224;
}

/** A convolution of each channel by itself, then one of all channels at each pixel. */
function block(x: SymbolicTensor, id: number, filters: number, strides: 1 | 2, depthMultiplier: number) {
  let y = x;
  if (strides === 2) {
    const padding = [
      [0, 1],
      [0, 1],
    ] as const;
    y = new ZeroPadding2D({ padding, name: `conv_pad_${id}` }).apply(y);
  }
  const padding = strides === 2 ? 'valid' : 'same';
  const name = `conv_dw_${id}`;
  y = new DepthwiseConv2D({ kernelSize: 3, strides, padding, depthMultiplier, useBias: false, name }).apply(y);
  y = normalized(y, name);
  const pointwise = `conv_pw_${id}`;
  y = new Conv2D({ filters, kernelSize: 1, padding: 'same', useBias: false, name: pointwise }).apply(y);
  return normalized(y, pointwise);
}

function normalized(x: SymbolicTensor, name: string): SymbolicTensor {
  const y = new BatchNormalization({ name: `${name}_bn` }).apply(x);
  return new ReLU({ maxValue: 6, name: `${name}_relu` }).apply(y);
}

/** MobileNet's classifier is a convolution of one pixel. */
function classified(x: SymbolicTensor, settings: ApplicationSettings, dropout: number): SymbolicTensor {
  const { classes: filters, classifierActivation: activation } = settings;
  let y = new GlobalAveragePooling2D({ keepdims: true }).apply(x);
  y = new Dropout({ rate: dropout, name: 'dropout' }).apply(y);
  y = new Conv2D({ filters, kernelSize: 1, padding: 'same', name: 'conv_preds' }).apply(y);
  y = new Reshape({ targetShape: [filters], name: 'reshape_2' }).apply(y);
  return new Activation({ activation, name: 'predictions' }).apply(y);
}
