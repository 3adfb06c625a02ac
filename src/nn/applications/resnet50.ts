import { Activation } from '../layers/activation.ts';
import { Add } from '../layers/add.ts';
import { BatchNormalization } from '../layers/batch-normalization.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { MaxPooling2D } from '../layers/pooling2d.ts';
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

/** Name, filters, number of blocks and stride of each stage. */
const STAGES = [
  ['conv2', 64, 3, 1],
  ['conv3', 128, 4, 2],
  ['conv4', 256, 6, 2],
  ['conv5', 512, 3, 2],
] as const;

/**
 * ResNet50 for images of 224x224, at least 32x32; 25.6 million weights, 23.6 without the classifier. Published weights
 * expect `'caffe'` preprocessing. K. He et al., 2015, https://arxiv.org/abs/1512.03385;
 * https://keras.io/api/applications/resnet/
 *
 * @throws ValueError and ShapeError for options that are none.
 */
export function ResNet50(options: ApplicationOptions = {}): Model {
  const settings = applicationSettings(options, { what: 'ResNet50', name: 'resnet50', defaultSize: 224, minSize: 32 });
  const inputs = imageInput(settings);
  let x = new ZeroPadding2D({ padding: 3, name: 'conv1_pad' }).apply(inputs);
  x = new Conv2D({ filters: 64, kernelSize: 7, strides: 2, name: 'conv1_conv' }).apply(x);
  x = new BatchNormalization({ epsilon: EPSILON, name: 'conv1_bn' }).apply(x);
  x = new Activation({ activation: 'relu', name: 'conv1_relu' }).apply(x);
  x = new ZeroPadding2D({ padding: 1, name: 'pool1_pad' }).apply(x);
  x = new MaxPooling2D({ poolSize: 3, strides: 2, name: 'pool1_pool' }).apply(x);
  for (const [stage, filters, blocks, strides] of STAGES) {
    x = block(x, `${stage}_block1`, filters, strides, true);
    for (let i = 2; i <= blocks; i++) x = block(x, `${stage}_block${i}`, filters, 1, false);
  }
  const outputs = classified(x, settings, POOL_NAMES);
  return application(new Model({ inputs, outputs, name: settings.name }), {
    kind: 'resnet50',
    includeTop: settings.includeTop,
    preprocessing: 'caffe',
    takesImagenetWeights: true,
  });
}

/** Three convolutions, added to what goes in, or to a projection of it where the shape changes. */
function block(
  x: SymbolicTensor,
  name: string,
  filters: number,
  strides: number,
  isProjected: boolean,
): SymbolicTensor {
  const convolved = (from: SymbolicTensor, part: number, channels: number, kernelSize: number, stride: number) => {
    const padding = kernelSize === 1 ? 'valid' : 'same';
    const conv = new Conv2D({
      filters: channels,
      kernelSize,
      strides: stride,
      padding,
      name: `${name}_${part}_conv`,
    }).apply(from);
    return new BatchNormalization({ epsilon: EPSILON, name: `${name}_${part}_bn` }).apply(conv);
  };
  const relu = (from: SymbolicTensor, part: string) =>
    new Activation({ activation: 'relu', name: `${name}_${part}` }).apply(from);
  const shortcut = isProjected ? convolved(x, 0, 4 * filters, 1, strides) : x;
  let y = relu(convolved(x, 1, filters, 1, strides), '1_relu');
  y = relu(convolved(y, 2, filters, 3, 1), '2_relu');
  y = convolved(y, 3, 4 * filters, 1, 1);
  return relu(new Add({ name: `${name}_add` }).apply([shortcut, y]), 'out');
}
