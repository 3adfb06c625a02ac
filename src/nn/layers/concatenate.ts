import { resolveAxis, type Shape, showShape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError, ValueError } from '../../errors.ts';
import { concat } from '../../ops/index.ts';
import { Layer, type LayerOptions } from './layer.ts';

export interface ConcatenateOptions extends LayerOptions {
  /** The axis along which inputs follow each other, where 0 is the batch and cannot be it. Default -1, the last. */
  readonly axis?: number;
}

/** All inputs one after the other; their other sizes must be equal. https://keras.io/api/layers/merging_layers/concatenate/ */
export class Concatenate extends Layer<{ axis: number }> {
  override readonly takesSeveral = true;

  constructor(options: ConcatenateOptions = {}) {
    super('Concatenate', options, { axis: -1 });
    const { axis } = this.settings;
    if (!Number.isInteger(axis) || axis === 0) {
      throw new ValueError(`Concatenate: axis is ${axis}; an integer other than 0, the batch, is expected.`, { axis });
    }
  }

  computeOutputShape(inputs: readonly Shape[]): Shape {
    const [first] = inputs;
    const axis = this.#axisOf(first);
    for (const other of inputs) {
      if (other.length !== first.length || other.some((size, i) => i !== axis && size !== first[i])) {
        throw new ShapeError(
          'Concatenate',
          { first, other, axis },
          `cannot join ${showShape(first)} and ${showShape(other)} along axis ${this.settings.axis}; all other sizes must be equal.`,
        );
      }
    }
    return first.map((size, i) => (i === axis ? inputs.reduce((sum, input) => sum + input[i], 0) : size));
  }

  call(inputs: readonly Tensor[]): Tensor {
    return concat(inputs, this.settings.axis);
  }

  /** The axis of a shape without the batch. */
  #axisOf(shape: Shape): number {
    const axis = resolveAxis(this.settings.axis, shape.length + 1, 'Concatenate') - 1;
    if (axis >= 0) return axis;
    throw new ShapeError('Concatenate', { shape }, `axis ${this.settings.axis} is the batch of ${showShape(shape)}.`);
  }
}
