import { type Shape, showShape, sizeOf } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError } from '../../errors.ts';
import { reshape } from '../../ops/index.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface ReshapeOptions extends LayerOptions {
  /** Shape of one output without the batch; one size may be -1 and follows from the others. */
  readonly targetShape: Shape;
}

/** The same values in another shape. https://keras.io/api/layers/reshaping_layers/reshape/ */
export class Reshape extends Layer<{ targetShape: Shape }> {
  constructor(options: ReshapeOptions) {
    super('Reshape', options, { targetShape: undefined });
  }

  computeOutputShape([input]: readonly Shape[]): Shape {
    const { targetShape } = this.settings;
    const known = sizeOf(targetShape.filter((size) => size !== -1));
    const shape = targetShape.map((size) => (size === -1 ? sizeOf(input) / known : size));
    if (
      targetShape.filter((size) => size === -1).length > 1 ||
      sizeOf(shape) !== sizeOf(input) ||
      !shape.every(Number.isInteger)
    ) {
      throw new ShapeError(
        'Reshape',
        { input, targetShape },
        `cannot turn ${showShape(input)} into ${showShape(targetShape)}: the number of values differs.`,
      );
    }
    return shape;
  }

  call([x]: readonly Tensor[]): Tensor {
    return reshape(x, [x.shape[0], ...this.computeOutputShape([x.shape.slice(1)])]);
  }
}
