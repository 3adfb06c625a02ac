import type { Shape, TensorSpec } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';

/** How far outputs are from targets. */
export interface Loss {
  /** The name in configs and messages, as in Keras. */
  readonly name: string;
  /** Its options as plain JSON, for files that hold how a model is trained. */
  config?(): Readonly<Record<string, unknown>>;
  /**
   * The targets' form on the device, given their form in a batch (`u32` class indices or `f32`) and the model's output
   * shape (both with the batch). Throws `ShapeError` where they do not fit.
   */
  targetSpec(target: TensorSpec, output: Shape): TensorSpec;
  /** One value for each sample: `[batch]`. */
  call(target: Tensor, output: Tensor): Tensor;
}
