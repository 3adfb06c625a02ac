import type { Shape, TensorSpec } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import * as ops from '../../ops/index.ts';
import type { Loss } from './loss.ts';
import { sameAsOutput } from './target-form.ts';

/** The squared difference, averaged over a sample's outputs. https://keras.io/api/losses/regression_losses/ */
export class MeanSquaredError implements Loss {
  readonly name = 'meanSquaredError';

  targetSpec(target: TensorSpec, output: Shape): TensorSpec {
    return sameAsOutput(this.name, target, output);
  }

  call(target: Tensor, output: Tensor): Tensor {
    return ops.meanSquaredError({ target, output });
  }
}

/** The absolute difference, averaged over a sample's outputs. https://keras.io/api/losses/regression_losses/ */
export class MeanAbsoluteError implements Loss {
  readonly name = 'meanAbsoluteError';

  config() {
    return {};
  }

  targetSpec(target: TensorSpec, output: Shape): TensorSpec {
    return sameAsOutput(this.name, target, output);
  }

  call(target: Tensor, output: Tensor): Tensor {
    const difference = ops.subtract(target, output);
    // |x| with the slope 0 at 0, as in Keras.
    const absolute = ops.add(ops.relu(difference), ops.relu(ops.negate(difference)));
    return ops.mean(absolute, { axis: output.shape.slice(1).map((_, i) => i + 1) });
  }
}
