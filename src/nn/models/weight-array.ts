import type { Shape } from '../../engine/shape.ts';
import type { Variable } from '../../engine/tensor.ts';

/** A weight's contents on the host, by `layer/weight` name. */
export interface WeightArray {
  readonly name: string;
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** Copies a variable to the host, as it is at the time of the call. */
export async function readVariable(variable: Variable, name = variable.name): Promise<WeightArray> {
  const data = await variable.data();
  return { name, shape: variable.shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };
}
