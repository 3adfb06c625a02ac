import type { InitializerSpec } from '../initializers/initializers.ts';
import { Activation } from '../layers/activation.ts';
import { Add } from '../layers/add.ts';
import { BatchNormalization } from '../layers/batch-normalization.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { DepthwiseConv2D } from '../layers/depthwise-conv2d.ts';
import { Dropout } from '../layers/dropout.ts';
import { GlobalAveragePooling2D } from '../layers/global-average-pooling2d.ts';
import { Multiply } from '../layers/multiply.ts';
import { Normalization } from '../layers/normalization.ts';
import { Rescaling } from '../layers/rescaling.ts';
import { Reshape } from '../layers/reshape.ts';
import type { SymbolicTensor } from '../layers/symbolic-tensor.ts';
import { ZeroPadding2D } from '../layers/zero-padding2d.ts';
import { Model } from '../models/model.ts';
import { checkChoice } from '../options.ts';
import { application } from './application.ts';
import {
  type ApplicationOptions,
  type ApplicationSettings,
  applicationSettings,
  imageInput,
  POOL_NAMES,
  pooled,
} from './application-options.ts';

export interface EfficientNetB0Options extends ApplicationOptions {
  /**
   * Whether the input is divided by the square root of ImageNet's deviations once more, as Keras does with `weights:
   * 'imagenet'` and only then. The published weights need it. Default false.
   */
  readonly imagenetRescaling?: boolean;
}

interface Stage {
  readonly kernelSize: 3 | 5;
  readonly repeats: number;
  readonly filtersIn: number;
  readonly filtersOut: number;
  readonly expand: 1 | 6;
  readonly strides: 1 | 2;
}

const STAGES: readonly Stage[] = [
  { kernelSize: 3, repeats: 1, filtersIn: 32, filtersOut: 16, expand: 1, strides: 1 },
  { kernelSize: 3, repeats: 2, filtersIn: 16, filtersOut: 24, expand: 6, strides: 2 },
  { kernelSize: 5, repeats: 2, filtersIn: 24, filtersOut: 40, expand: 6, strides: 2 },
  { kernelSize: 3, repeats: 3, filtersIn: 40, filtersOut: 80, expand: 6, strides: 2 },
  { kernelSize: 5, repeats: 3, filtersIn: 80, filtersOut: 112, expand: 6, strides: 1 },
  { kernelSize: 5, repeats: 4, filtersIn: 112, filtersOut: 192, expand: 6, strides: 2 },
  { kernelSize: 3, repeats: 1, filtersIn: 192, filtersOut: 320, expand: 6, strides: 1 },
];

/** Share of blocks that training leaves out at the end; less at the beginning. */
const DROP_RATE = 0.2;
const IMAGENET_DEVIATIONS = [0.229, 0.224, 0.225];

const kernelInitializer: InitializerSpec = {
  name: 'varianceScaling',
  scale: 2,
  mode: 'fanOut',
  distribution: 'truncatedNormal',
};
const denseInitializer: InitializerSpec = {
  name: 'varianceScaling',
  scale: 1 / 3,
  mode: 'fanOut',
  distribution: 'uniform',
};

/**
 * EfficientNetB0 for images of 224x224, at least 32x32; 5.3 million weights, 4.0 without the classifier. It takes pixels
 * 0 to 255 and brings them into form itself. Its padding follows from `inputShape`, so make it for the size of the images,
 * rather than apply one of 224x224 to them. M. Tan, Q. Le, 2019, https://arxiv.org/abs/1905.11946;
 * https://keras.io/api/applications/efficientnet/
 *
 * @throws ValueError and ShapeError for options that are none.
 */
export function EfficientNetB0(options: EfficientNetB0Options = {}): Model {
  const { imagenetRescaling = false } = options;
  checkChoice('EfficientNetB0: imagenetRescaling', imagenetRescaling, [true, false]);
  const settings = applicationSettings(options, {
    what: 'EfficientNetB0',
    name: 'efficientnetb0',
    defaultSize: 224,
    minSize: 32,
    ownOptions: ['imagenetRescaling'],
  });
  const inputs = imageInput(settings);
  let x = new Rescaling({ scale: 1 / 255, name: 'rescaling' }).apply(inputs);
  x = new Normalization({ name: 'normalization' }).apply(x);
  if (imagenetRescaling) {
    // The weights were trained on (x − mean) / variance: https://github.com/tensorflow/tensorflow/issues/49930.
    const scaled = new Normalization({ mean: [0, 0, 0], variance: IMAGENET_DEVIATIONS, name: 'rescaling_1' });
    x = scaled.apply(x);
  }
  x = padded(x, 3, 'stem_conv_pad');
  x = new Conv2D({
    filters: 32,
    kernelSize: 3,
    strides: 2,
    useBias: false,
    kernelInitializer,
    name: 'stem_conv',
  }).apply(x);
  x = activated(x, 'stem_bn', 'stem_activation');
  x = blocks(x);
  x = pointwise(x, 1280, 'top_conv');
  x = activated(x, 'top_bn', 'top_activation');
  const outputs = settings.includeTop ? classified(x, settings) : pooled(x, settings, POOL_NAMES);
  return application(new Model({ inputs, outputs, name: settings.name }), {
    kind: 'efficientnetb0',
    includeTop: settings.includeTop,
    preprocessing: 'none',
    takesImagenetWeights: imagenetRescaling,
  });
}

function blocks(inputs: SymbolicTensor): SymbolicTensor {
  const count = STAGES.reduce((sum, { repeats }) => sum + repeats, 0);
  let x = inputs;
  let done = 0;
  for (const [i, stage] of STAGES.entries()) {
    for (let j = 0; j < stage.repeats; j++) {
      const name = `block${i + 1}${'abcd'[j]}_`;
      const form: Stage = j === 0 ? stage : { ...stage, strides: 1, filtersIn: stage.filtersOut };
      x = block(x, name, form, (DROP_RATE * done++) / count);
    }
  }
  return x;
}

/** An inverted bottleneck: more channels, each convolved by itself and weighted by what the image has, then fewer again. */
function block(inputs: SymbolicTensor, name: string, stage: Stage, dropRate: number): SymbolicTensor {
  const { kernelSize, filtersIn, filtersOut, expand, strides } = stage;
  const filters = filtersIn * expand;
  let x = inputs;
  if (expand !== 1) {
    x = pointwise(x, filters, `${name}expand_conv`);
    x = activated(x, `${name}expand_bn`, `${name}expand_activation`);
  }
  if (strides === 2) x = padded(x, kernelSize, `${name}dwconv_pad`);
  x = new DepthwiseConv2D({
    kernelSize,
    strides,
    padding: strides === 2 ? 'valid' : 'same',
    useBias: false,
    depthwiseInitializer: kernelInitializer,
    name: `${name}dwconv`,
  }).apply(x);
  x = activated(x, `${name}bn`, `${name}activation`);
  x = excited(x, filters, Math.max(1, Math.floor(filtersIn / 4)), name);
  x = pointwise(x, filtersOut, `${name}project_conv`);
  x = new BatchNormalization({ name: `${name}project_bn` }).apply(x);
  if (strides !== 1 || filtersIn !== filtersOut) return x;
  if (dropRate > 0) x = new Dropout({ rate: dropRate, noiseShape: [null, 1, 1, 1], name: `${name}drop` }).apply(x);
  return new Add({ name: `${name}add` }).apply([x, inputs]);
}

/** Weights each channel by a number from 0 to 1 that follows from the means of all: squeeze and excitation. */
function excited(x: SymbolicTensor, filters: number, squeezed: number, name: string): SymbolicTensor {
  let weights = new GlobalAveragePooling2D({ name: `${name}se_squeeze` }).apply(x);
  weights = new Reshape({ targetShape: [1, 1, filters], name: `${name}se_reshape` }).apply(weights);
  const conv = (channels: number, activation: 'swish' | 'sigmoid', part: string) =>
    new Conv2D({
      filters: channels,
      kernelSize: 1,
      padding: 'same',
      activation,
      kernelInitializer,
      name: `${name}${part}`,
    }).apply(weights);
  weights = conv(squeezed, 'swish', 'se_reduce');
  weights = conv(filters, 'sigmoid', 'se_expand');
  return new Multiply({ name: `${name}se_excite` }).apply([x, weights]);
}

const pointwise = (x: SymbolicTensor, filters: number, name: string): SymbolicTensor =>
  new Conv2D({ filters, kernelSize: 1, padding: 'same', useBias: false, kernelInitializer, name }).apply(x);

const activated = (x: SymbolicTensor, bn: string, activation: string): SymbolicTensor =>
  new Activation({ activation: 'swish', name: activation }).apply(new BatchNormalization({ name: bn }).apply(x));

/** What a convolution of stride 2 needs so that it halves the size: less before than behind where that is even. */
function padded(x: SymbolicTensor, kernelSize: number, name: string): SymbolicTensor {
  const half = Math.floor(kernelSize / 2);
  const side = (size: number) => [half - 1 + (size % 2), half] as const;
  const [height, width] = x.shape as readonly [number, number];
  return new ZeroPadding2D({ padding: [side(height), side(width)], name }).apply(x);
}

function classified(x: SymbolicTensor, { classes, classifierActivation }: ApplicationSettings): SymbolicTensor {
  let y = new GlobalAveragePooling2D({ name: 'avg_pool' }).apply(x);
  y = new Dropout({ rate: 0.2, name: 'top_dropout' }).apply(y);
  return new Dense({
    units: classes,
    activation: classifierActivation,
    kernelInitializer: denseInitializer,
    name: 'predictions',
  }).apply(y);
}
