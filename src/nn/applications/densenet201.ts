import { Activation } from '../layers/activation.ts';
import { BatchNormalization } from '../layers/batch-normalization.ts';
import { Concatenate } from '../layers/concatenate.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { AveragePooling2D, MaxPooling2D } from '../layers/pooling2d.ts';
import type { SymbolicTensor } from '../layers/symbolic-tensor.ts';
import { ZeroPadding2D } from '../layers/zero-padding2d.ts';
import { Model } from '../models/model.ts';
import { application } from './application.ts';
import {
  type ApplicationOptions,
  applicationSettings,
  classified,
  imageInput,
  POOL_NAMES,
} from './application-options.ts';

const EPSILON = 1.001e-5;
/** Channels that a layer adds. */
const GROWTH = 32;
/** Layers of each dense block. */
const BLOCKS = [6, 12, 48, 32];

/**
 * DenseNet201 for images of 224x224, at least 32x32; 20.2 million weights, 18.3 without the classifier. Published weights
 * expect `'torch'` preprocessing. G. Huang et al., 2016, https://arxiv.org/abs/1608.06993;
 * https://keras.io/api/applications/densenet/
 *
 * @throws ValueError and ShapeError for options that are none.
 */
export function DenseNet201(options: ApplicationOptions = {}): Model {
  const form = { what: 'DenseNet201', name: 'densenet201', defaultSize: 224, minSize: 32 };
  const settings = applicationSettings(options, form);
  const inputs = imageInput(settings);
  let x = new ZeroPadding2D({ padding: 3, name: 'zero_padding2d' }).apply(inputs);
  x = new Conv2D({ filters: 64, kernelSize: 7, strides: 2, useBias: false, name: 'conv1_conv' }).apply(x);
  x = normalized(x, 'conv1');
  x = new ZeroPadding2D({ padding: 1, name: 'zero_padding2d_1' }).apply(x);
  x = new MaxPooling2D({ poolSize: 3, strides: 2, name: 'pool1' }).apply(x);
  for (const [i, layers] of BLOCKS.entries()) {
    for (let j = 1; j <= layers; j++) x = denseLayer(x, `conv${i + 2}_block${j}`);
    if (i < BLOCKS.length - 1) x = transition(x, `pool${i + 2}`);
  }
  x = new BatchNormalization({ epsilon: EPSILON, name: 'bn' }).apply(x);
  x = new Activation({ activation: 'relu', name: 'relu' }).apply(x);
  const outputs = classified(x, settings, POOL_NAMES);
  return application(new Model({ inputs, outputs, name: settings.name }), {
    kind: 'densenet201',
    includeTop: settings.includeTop,
    preprocessing: 'torch',
    takesImagenetWeights: true,
  });
}

/** Two convolutions, whose channels are added to those that go in. */
function denseLayer(x: SymbolicTensor, name: string): SymbolicTensor {
  let y = normalized(x, `${name}_0`);
  y = new Conv2D({ filters: 4 * GROWTH, kernelSize: 1, useBias: false, name: `${name}_1_conv` }).apply(y);
  y = normalized(y, `${name}_1`);
  y = new Conv2D({ filters: GROWTH, kernelSize: 3, padding: 'same', useBias: false, name: `${name}_2_conv` }).apply(y);
  return new Concatenate({ name: `${name}_concat` }).apply([x, y]);
}

/** Half the channels, a quarter of the pixels. */
function transition(x: SymbolicTensor, name: string): SymbolicTensor {
  const y = normalized(x, name);
  const filters = Math.floor((x.shape[2] as number) / 2);
  const conv = new Conv2D({ filters, kernelSize: 1, useBias: false, name: `${name}_conv` }).apply(y);
  return new AveragePooling2D({ poolSize: 2, strides: 2, name: `${name}_pool` }).apply(conv);
}

function normalized(x: SymbolicTensor, name: string): SymbolicTensor {
  const y = new BatchNormalization({ epsilon: EPSILON, name: `${name}_bn` }).apply(x);
  return new Activation({ activation: 'relu', name: `${name}_relu` }).apply(y);
}
