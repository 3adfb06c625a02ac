import type { Shape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { globalAveragePool2d, reshape } from '../../ops/index.ts';
import { imageShape } from './image-shape.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface GlobalPooling2DOptions extends LayerOptions {
  /** Whether outputs stay images, of one pixel: `[1, 1, channels]`. Default false. */
  readonly keepdims?: boolean;
}

/** The mean of each channel: `[height, width, channels]` to `[channels]`. https://keras.io/api/layers/pooling_layers/global_average_pooling2d/ */
export class GlobalAveragePooling2D extends Layer<{ keepdims: boolean }> {
  constructor(options: GlobalPooling2DOptions = {}) {
    super('GlobalAveragePooling2D', options, { keepdims: false });
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const [, , channels] = imageShape('GlobalAveragePooling2D', input);
    return this.settings.keepdims ? [1, 1, channels] : [channels];
  }

  call([x]: readonly Tensor[]): Tensor {
    const y = globalAveragePool2d(x);
    const [batch, channels] = y.shape;
    return this.settings.keepdims ? reshape(y, [batch, 1, 1, channels]) : y;
  }
}
