import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { max } from '../../ops/index.ts';
import type { GlobalPooling2DOptions } from './global-average-pooling2d.ts';
import { imageShape } from './image-shape.ts';
import { Layer } from './layer.ts';

/** The largest value of each channel: `[height, width, channels]` to `[channels]`. https://keras.io/api/layers/pooling_layers/global_max_pooling2d/ */
export class GlobalMaxPooling2D extends Layer<{ keepdims: boolean }> {
  constructor(options: GlobalPooling2DOptions = {}) {
    super('GlobalMaxPooling2D', options, { keepdims: false });
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const [, , channels] = imageShape('GlobalMaxPooling2D', input);
    return this.settings.keepdims ? [1, 1, channels] : [channels];
  }

  call([x]: readonly Tensor[]): Tensor {
    return max(x, { axis: [1, 2], keepDims: this.settings.keepdims });
  }
}
