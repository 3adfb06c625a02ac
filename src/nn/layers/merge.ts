import { type Shape, showShape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError } from '../../errors.ts';
import { Layer, type LayerOptions } from './layer.ts';

/**
 * What layers share that combine several inputs element by element. Shapes must be equal, but for sizes of 1, which are
 * repeated. https://keras.io/api/layers/merging_layers/
 */
export abstract class Merge extends Layer {
  override readonly takesSeveral = true;

  constructor(className: string, options: LayerOptions) {
    super(className, options, {});
  }

  computeOutputShape(inputs: readonly Shape[]): Shape {
    return inputs.reduce((a, b) => this.#broadcast(a, b));
  }

  call(inputs: readonly Tensor[]): Tensor {
    return inputs.reduce((a, b) => this.combine(a, b));
  }

  /** Combines the inputs so far with the next one. */
  protected abstract combine(a: Tensor, b: Tensor): Tensor;

  #broadcast(a: Shape, b: Shape): Shape {
    if (a.length !== b.length || a.some((size, axis) => size !== b[axis] && size !== 1 && b[axis] !== 1)) {
      throw new ShapeError(
        this.className,
        { a, b },
        `cannot combine ${showShape(a)} with ${showShape(b)}; sizes must be equal, or 1 in one of them.`,
      );
    }
    return a.map((size, axis) => Math.max(size, b[axis]));
  }
}
