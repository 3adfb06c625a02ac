import type { Shape } from '../../engine/shape.ts';
import { checkShape } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { Layer, type LayerOptions } from './layer.ts';
import { SymbolicTensor } from './symbolic-tensor.ts';

export interface InputOptions extends Pick<LayerOptions, 'name'> {
  /** Shape of one input without the batch: `[height, width, channels]`. */
  readonly shape: Shape;
}

/** Says what a model takes. It computes nothing and is no row of the summary. https://keras.io/api/layers/core_layers/input/ */
export class Input extends Layer<{ shape: Shape }> {
  constructor(options: InputOptions) {
    super('Input', options, { shape: undefined });
    checkShape(options.shape, 'Input');
  }

  computeOutputShape(): Shape {
    return this.settings.shape;
  }

  call([x]: readonly Tensor[]): Tensor {
    return x;
  }
}

/** The symbolic input of a functional model: `input({ shape: [height, width, channels] })`. */
export const input = (options: InputOptions): SymbolicTensor =>
  new SymbolicTensor(new Input(options), [], undefined, options.shape);
