import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { globalAveragePool2d } from '../../ops/index.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions } from './layer.ts';

/** The mean of each channel: `[height, width, channels]` to `[channels]`. https://keras.io/api/layers/pooling_layers/global_average_pooling2d/ */
export class GlobalAveragePooling2D extends Layer {
  constructor(options: LayerOptions = {}) {
    super('GlobalAveragePooling2D', options, {});
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const [, , channels] = imageShape('GlobalAveragePooling2D', input);
    return [channels];
  }

  call([x]: readonly Tensor[]): Tensor {
    return globalAveragePool2d(x);
  }
}
