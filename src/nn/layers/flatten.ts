import { type Shape, sizeOf } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { reshape } from '../../ops/index.ts';
import { Layer, type LayerOptions } from './layer.ts';

/** All of one input in a row: `[height, width, channels]` to `[height · width · channels]`. https://keras.io/api/layers/reshaping_layers/flatten/ */
export class Flatten extends Layer {
  constructor(options: LayerOptions = {}) {
    super('Flatten', options, {});
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    return [sizeOf(input)];
  }

  call([x]: readonly Tensor[]): Tensor {
    return reshape(x, [x.shape[0], sizeOf(x.shape.slice(1))]);
  }
}
