import { type Shape, showShape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError, ValueError } from '../../errors.ts';
import { softmax } from '../../ops/index.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface SoftmaxOptions extends LayerOptions {
  /** The axis along which numbers become shares of 1: the last one, which is the default, -1. */
  readonly axis?: number;
}

/** e^x as a share of all e^x along the last axis. https://keras.io/api/layers/activation_layers/softmax/ */
export class Softmax extends Layer<{ axis: number }> {
  constructor(options: SoftmaxOptions = {}) {
    super('Softmax', options, { axis: -1 });
    const { axis } = this.settings;
    if (!Number.isInteger(axis)) throw new ValueError(`Softmax: axis is ${axis}; an integer is expected.`, { axis });
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const { axis } = this.settings;
    if (axis !== -1 && axis !== input.length) {
      throw new ShapeError(
        'Softmax',
        { input, axis },
        `takes the last axis of ${showShape(input)} only, -1; axis is ${axis}.`,
      );
    }
    return input;
  }

  call([x]: readonly Tensor[]): Tensor {
    return softmax(x);
  }
}
