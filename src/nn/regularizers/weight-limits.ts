import type { WeightSpec } from '../layers/layer.ts';
import { type ConstraintSpec, checkedConstraint } from './constraints.ts';
import { type Regularizer, regularizerOf } from './regularizers.ts';

/**
 * What a layer's options `kernelRegularizer` and `kernelConstraint` say of its kernel, and likewise of its other weights.
 *
 * @throws ValueError when they are none.
 */
export function weightLimits(
  layer: string,
  weight: string,
  settings: Readonly<Record<string, unknown>>,
): Pick<WeightSpec, 'regularizer' | 'constraint'> {
  const regularizer = regularizerOf(`${layer}: ${weight}Regularizer`, settings[`${weight}Regularizer`] as Regularizer);
  const constraint = checkedConstraint(
    `${layer}: ${weight}Constraint`,
    settings[`${weight}Constraint`] as ConstraintSpec | null,
  );
  return { ...(regularizer === null ? {} : { regularizer }), ...(constraint === null ? {} : { constraint }) };
}
