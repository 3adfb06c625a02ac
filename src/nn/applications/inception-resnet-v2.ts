import { Activation } from '../layers/activation.ts';
import { Conv2D } from '../layers/conv2d.ts';
import { CustomScaleLayer } from '../layers/custom-scale-layer.ts';
import type { SymbolicTensor } from '../layers/symbolic-tensor.ts';
import { Model } from '../models/model.ts';
import { application } from './application.ts';
import { type ApplicationOptions, applicationSettings, classified, imageInput } from './application-options.ts';
import { InceptionParts } from './inception-parts.ts';

/**
 * InceptionResNetV2 for images of 299x299, at least 75x75; 55.9 million weights, 54.3 without the classifier. Published
 * weights expect `'tf'` preprocessing. C. Szegedy et al., 2016, https://arxiv.org/abs/1602.07261;
 * https://keras.io/api/applications/inceptionresnetv2/
 *
 * @throws ValueError and ShapeError for options that are none.
 */
export function InceptionResNetV2(options: ApplicationOptions = {}): Model {
  const form = { what: 'InceptionResNetV2', name: 'inception_resnet_v2', defaultSize: 299, minSize: 75 };
  const settings = applicationSettings(options, form);
  const parts = new InceptionParts();
  const inputs = imageInput(settings);
  let x = mixed5b(parts, parts.stem(inputs));
  for (let i = 1; i <= 10; i++) x = residual(parts, x, block35(parts, x), 0.17, `block35_${i}`);
  x = mixed6a(parts, x);
  for (let i = 1; i <= 20; i++) x = residual(parts, x, block17(parts, x), 0.1, `block17_${i}`);
  x = mixed7a(parts, x);
  for (let i = 1; i <= 9; i++) x = residual(parts, x, block8(parts, x), 0.2, `block8_${i}`);
  x = residual(parts, x, block8(parts, x), 1, 'block8_10', false);
  x = parts.conv(x, 1536, 1, { name: 'conv_7b' });
  const outputs = classified(x, settings);
  return application(new Model({ inputs, outputs, name: settings.name }), {
    kind: 'inceptionresnetv2',
    includeTop: settings.includeTop,
    preprocessing: 'tf',
    takesImagenetWeights: true,
  });
}

/** Of 35x35 pixels where images are of 299x299. */
function mixed5b(parts: InceptionParts, x: SymbolicTensor): SymbolicTensor {
  const branch0 = parts.conv(x, 96, 1);
  const branch1 = parts.convs(x, [48, 1], [64, 5]);
  const branch2 = parts.convs(x, [64, 1], [96, 3], [96, 3]);
  const pool = parts.conv(parts.averagePool(x), 64, 1);
  return parts.concat([branch0, branch1, branch2, pool], 'mixed_5b');
}

const HALVED = { strides: 2, padding: 'valid' } as const;

/** To 17x17. */
function mixed6a(parts: InceptionParts, x: SymbolicTensor): SymbolicTensor {
  const branch0 = parts.conv(x, 384, 3, HALVED);
  const branch1 = parts.conv(parts.convs(x, [256, 1], [256, 3]), 384, 3, HALVED);
  return parts.concat([branch0, branch1, parts.maxPool(x)], 'mixed_6a');
}

/** To 8x8. */
function mixed7a(parts: InceptionParts, x: SymbolicTensor): SymbolicTensor {
  const branch0 = parts.conv(parts.conv(x, 256, 1), 384, 3, HALVED);
  const branch1 = parts.conv(parts.conv(x, 256, 1), 288, 3, HALVED);
  const branch2 = parts.conv(parts.convs(x, [256, 1], [288, 3]), 320, 3, HALVED);
  return parts.concat([branch0, branch1, branch2, parts.maxPool(x)], 'mixed_7a');
}

const block35 = (parts: InceptionParts, x: SymbolicTensor): SymbolicTensor[] => [
  parts.conv(x, 32, 1),
  parts.convs(x, [32, 1], [32, 3]),
  parts.convs(x, [32, 1], [48, 3], [64, 3]),
];

const block17 = (parts: InceptionParts, x: SymbolicTensor): SymbolicTensor[] => [
  parts.conv(x, 192, 1),
  parts.convs(x, [128, 1], [160, [1, 7]], [192, [7, 1]]),
];

const block8 = (parts: InceptionParts, x: SymbolicTensor): SymbolicTensor[] => [
  parts.conv(x, 192, 1),
  parts.convs(x, [192, 1], [224, [1, 3]], [256, [3, 1]]),
];

/** Adds what the branches give to x, scaled down. */
function residual(
  parts: InceptionParts,
  x: SymbolicTensor,
  branches: readonly SymbolicTensor[],
  scale: number,
  name: string,
  isActivated = true,
): SymbolicTensor {
  const mixed = parts.concat(branches, `${name}_mixed`);
  const filters = x.shape[2] as number;
  const up = new Conv2D({ filters, kernelSize: 1, padding: 'same', name: `${name}_conv` }).apply(mixed);
  const y = new CustomScaleLayer({ scale, name: parts.next('custom_scale_layer') }).apply([x, up]);
  return isActivated ? new Activation({ activation: 'relu', name: `${name}_ac` }).apply(y) : y;
}
