import type { Shape } from '../../engine/shape.ts';
import type { Variable } from '../../engine/tensor.ts';

/** A weight's contents on the host, by `layer/weight` name. */
export interface WeightArray {
  readonly name: string;
  readonly shape: Shape;
  readonly data: Float32Array;
}

/** Copies variables to the host, all as they are at the time of the call. */
export const readVariables = (variables: Iterable<Variable>): Promise<WeightArray[]> =>
  Promise.all(
    Array.from(variables, async (variable) => {
      const data = await variable.data();
      return {
        name: variable.name,
        shape: variable.shape,
        data: data instanceof Float32Array ? data : Float32Array.from(data),
      };
    }),
  );
