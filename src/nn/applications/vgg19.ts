import { Conv2D } from '../layers/conv2d.ts';
import { Dense } from '../layers/dense.ts';
import { Flatten } from '../layers/flatten.ts';
import { MaxPooling2D } from '../layers/pooling2d.ts';
import { Model } from '../models/model.ts';
import { application } from './application.ts';
import { type ApplicationOptions, applicationSettings, classifier, imageInput, pooled } from './application-options.ts';

/** Filters and number of convolutions of each block. */
const BLOCKS = [
  [64, 2],
  [128, 2],
  [256, 4],
  [512, 4],
  [512, 4],
] as const;

/**
 * VGG19 for images of 224x224, at least 32x32; 143.7 million weights, 20.0 without the classifier. Published weights
 * expect `'caffe'` preprocessing. K. Simonyan, A. Zisserman, 2014, https://arxiv.org/abs/1409.1556;
 * https://keras.io/api/applications/vgg/
 *
 * @throws ValueError and ShapeError for options that are none.
 */
export function VGG19(options: ApplicationOptions = {}): Model {
  const settings = applicationSettings(options, { what: 'VGG19', name: 'vgg19', defaultSize: 224, minSize: 32 });
  const inputs = imageInput(settings);
  let x = inputs;
  for (const [i, [filters, convolutions]] of BLOCKS.entries()) {
    const block = `block${i + 1}`;
    for (let j = 1; j <= convolutions; j++) {
      const name = `${block}_conv${j}`;
      x = new Conv2D({ filters, kernelSize: 3, padding: 'same', activation: 'relu', name }).apply(x);
    }
    x = new MaxPooling2D({ poolSize: 2, strides: 2, name: `${block}_pool` }).apply(x);
  }
  if (settings.includeTop) {
    x = new Flatten({ name: 'flatten' }).apply(x);
    x = new Dense({ units: 4096, activation: 'relu', name: 'fc1' }).apply(x);
    x = new Dense({ units: 4096, activation: 'relu', name: 'fc2' }).apply(x);
    x = classifier(x, settings);
  } else x = pooled(x, settings);
  return application(new Model({ inputs, outputs: x, name: settings.name }), {
    kind: 'vgg19',
    includeTop: settings.includeTop,
    preprocessing: 'caffe',
    takesImagenetWeights: true,
  });
}
