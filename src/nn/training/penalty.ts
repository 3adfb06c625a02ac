import type { Tensor } from '../../engine/tensor.ts';
import { add } from '../../ops/index.ts';
import type { ModelWeights } from '../models/model-weights.ts';
import { penaltyOn } from '../regularizers/regularizers.ts';

/**
 * The sum of the regularizers' penalties on the trained weights, a scalar that is part of `loss` and of `val_loss`; null
 * without any. Frozen weights count for nothing, as in Keras 3.
 */
export function penaltyOf({ variables }: ModelWeights): Tensor | null {
  const penalties = variables.flatMap(({ variable, spec, trained }) => {
    const penalty = trained && spec.regularizer ? penaltyOn(variable, spec.regularizer) : null;
    return penalty === null ? [] : [penalty];
  });
  return penalties.length === 0 ? null : penalties.reduce((a, b) => add(a, b));
}
