import type { Shape } from '../../engine/shape.ts';
import { ValueError } from '../../errors.ts';
import type { Layer } from './layer.ts';

/** What a layer will give once a model runs: a place in the graph, with a shape and no numbers. */
export class SymbolicTensor {
  /** Without the batch. */
  readonly shape: Shape;
  /** The layer whose output it is. */
  readonly layer: Layer;
  /** What the layer is applied to; empty for an `Input`. */
  readonly inputs: readonly SymbolicTensor[];
  /** The value of `training` that the layer was applied with. */
  readonly training: boolean | undefined;

  /** @internal Symbolic tensors come from `input(…)` and `layer.apply(…)`. */
  constructor(layer: Layer, inputs: readonly SymbolicTensor[], training: boolean | undefined, shape: Shape) {
    this.layer = layer;
    this.inputs = inputs;
    this.training = training;
    this.shape = shape;
  }

  /** The output of a layer for these inputs. @internal */
  static of(layer: Layer, inputs: readonly SymbolicTensor[], training: boolean | undefined): SymbolicTensor {
    if (inputs.length === 0 || !inputs.every((tensor) => tensor instanceof SymbolicTensor)) {
      const wrong = inputs.map((tensor) => (tensor instanceof SymbolicTensor ? 'a tensor' : String(tensor)));
      throw new ValueError(
        `${layer.className}.apply takes what input({ shape }) and other layers' apply give; it got ${wrong.join(', ') || 'nothing'}.`,
      );
    }
    if (inputs.length > 1 && !layer.takesSeveral) {
      throw new ValueError(`${layer.className} takes one input; it was applied to ${inputs.length}.`);
    }
    return new SymbolicTensor(layer, inputs, training, layer.computeOutputShape(inputs.map(({ shape }) => shape)));
  }
}
