import { listNames, ValueError } from '../../errors.ts';
import { Activation } from './activation.ts';
import { BatchNormalization } from './batch-normalization.ts';
import { Conv2D } from './conv2d.ts';
import { Dense } from './dense.ts';
import { DepthwiseConv2D } from './depthwise-conv2d.ts';
import { Dropout } from './dropout.ts';
import { Flatten } from './flatten.ts';
import { GlobalAveragePooling2D } from './global-average-pooling2d.ts';
import { Input } from './input.ts';
import type { Layer } from './layer.ts';
import { AveragePooling2D, MaxPooling2D } from './pooling2d.ts';
import { Rescaling } from './rescaling.ts';
import { Reshape } from './reshape.ts';
import { ZeroPadding2D } from './zero-padding2d.ts';

/** All layers that a saved model can have. */
const classes = {
  Activation,
  AveragePooling2D,
  BatchNormalization,
  Conv2D,
  Dense,
  DepthwiseConv2D,
  Dropout,
  Flatten,
  GlobalAveragePooling2D,
  Input,
  MaxPooling2D,
  Rescaling,
  Reshape,
  ZeroPadding2D,
};

/** The names of all layer classes. */
export const layerClassNames: readonly string[] = Object.keys(classes);

/** Makes a layer by the name of its class. The layer checks its options. Throws `ValueError` for an unknown name. */
export function makeLayer(className: string, options: object): Layer {
  if (!Object.hasOwn(classes, className)) {
    throw new ValueError(`There is no layer "${className}". Choose one of ${listNames(layerClassNames)}.`, {
      className,
    });
  }
  const LayerClass = classes[className as keyof typeof classes] as new (options: object) => Layer;
  return new LayerClass(options);
}
