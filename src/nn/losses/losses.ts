import { type Shape, showShape, sizeOf, spec, type TensorSpec } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError } from '../../errors.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import * as ops from '../../ops/index.ts';
import { byName, checkOptionNames } from '../options.ts';
import type { Loss } from './loss.ts';

export interface CrossentropyOptions {
  /** True when the model ends without softmax or sigmoid. Default false. */
  readonly fromLogits?: boolean;
}

const targetError = (loss: string, target: TensorSpec, output: Shape, expected: string) =>
  new ShapeError(
    loss,
    { target: target.shape, output },
    `targets ${showShape(target.shape)} (${target.dtype}) do not fit outputs ${showShape(output)}; ${expected}.`,
  );

/** Cross-entropy with class indices as targets, `[batch]` or `[batch, 1]`. https://keras.io/api/losses/probabilistic_losses/ */
export class SparseCategoricalCrossentropy implements Loss {
  readonly name = 'sparseCategoricalCrossentropy';
  readonly #fromLogits: boolean;

  constructor(options: CrossentropyOptions = {}) {
    checkOptionNames('SparseCategoricalCrossentropy', options, ['fromLogits']);
    this.#fromLogits = options.fromLogits ?? false;
  }

  config() {
    return { fromLogits: this.#fromLogits };
  }

  targetSpec(target: TensorSpec, output: Shape): TensorSpec {
    if (target.dtype !== 'u32' || sizeOf(target.shape) !== target.shape[0] || output.length !== 2) {
      throw targetError(this.name, target, output, 'class indices [batch] and outputs [batch, classes] are expected');
    }
    return spec([target.shape[0]], 'u32');
  }

  call(target: Tensor, output: Tensor): Tensor {
    return ops.sparseCategoricalCrossentropy({ target, output }, { fromLogits: this.#fromLogits });
  }
}

/** Cross-entropy with one-hot rows as targets. https://keras.io/api/losses/probabilistic_losses/ */
export class CategoricalCrossentropy implements Loss {
  readonly name = 'categoricalCrossentropy';
  readonly #fromLogits: boolean;

  constructor(options: CrossentropyOptions = {}) {
    checkOptionNames('CategoricalCrossentropy', options, ['fromLogits']);
    this.#fromLogits = options.fromLogits ?? false;
  }

  config() {
    return { fromLogits: this.#fromLogits };
  }

  targetSpec(target: TensorSpec, output: Shape): TensorSpec {
    return sameAsOutput(this.name, target, output);
  }

  call(target: Tensor, output: Tensor): Tensor {
    return ops.categoricalCrossentropy({ target, output }, { fromLogits: this.#fromLogits });
  }
}

/** Cross-entropy of yes-or-no targets (0 or 1), averaged over a sample's outputs. https://keras.io/api/losses/probabilistic_losses/ */
export class BinaryCrossentropy implements Loss {
  readonly name = 'binaryCrossentropy';
  readonly #fromLogits: boolean;

  constructor(options: CrossentropyOptions = {}) {
    checkOptionNames('BinaryCrossentropy', options, ['fromLogits']);
    this.#fromLogits = options.fromLogits ?? false;
  }

  config() {
    return { fromLogits: this.#fromLogits };
  }

  targetSpec(target: TensorSpec, output: Shape): TensorSpec {
    return sameAsOutput(this.name, target, output);
  }

  call(target: Tensor, output: Tensor): Tensor {
    return ops.binaryCrossentropy({ target, output }, { fromLogits: this.#fromLogits });
  }
}

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

/** Targets that stand beside each output; `[batch]` fits outputs `[batch, 1]`, and class indices 0 and 1 are taken as numbers. */
function sameAsOutput(loss: string, target: TensorSpec, output: Shape): TensorSpec {
  if (target.shape[0] !== output[0] || sizeOf(target.shape) !== sizeOf(output)) {
    throw targetError(loss, target, output, 'as many targets as outputs are expected');
  }
  return spec(output);
}

const losses = {
  sparseCategoricalCrossentropy: (options: CrossentropyOptions) => new SparseCategoricalCrossentropy(options),
  categoricalCrossentropy: (options: CrossentropyOptions) => new CategoricalCrossentropy(options),
  binaryCrossentropy: (options: CrossentropyOptions) => new BinaryCrossentropy(options),
  meanSquaredError: () => new MeanSquaredError(),
  mse: () => new MeanSquaredError(),
};

export type LossName = keyof typeof losses;

/** The loss of a name, with default options. Throws `ValueError` that lists the names. */
export const lossByName = (name: string): Loss => byName('loss', name, losses)({});

/** The loss of a class with the options of its `config()`. Throws `ValueError` for unknown classes and options. */
export const lossFromConfig = ({ className, config }: StoredObject): Loss => byName('loss', className, losses)(config);
