import { type Shape, sizeOf, spec, type TensorSpec } from '../../engine/shape.ts';
import type { Tensor } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import * as ops from '../../ops/index.ts';
import { byName, checkOptionNames } from '../options.ts';
import type { Loss } from './loss.ts';
import { MeanAbsoluteError, MeanSquaredError } from './regression-losses.ts';
import { sameAsOutput, targetError } from './target-form.ts';

export interface CrossentropyOptions {
  /** True when the model ends without softmax or sigmoid. Default false. */
  readonly fromLogits?: boolean;
}

export interface SmoothedCrossentropyOptions extends CrossentropyOptions {
  /**
   * How far targets are taken from 0 and 1, from 0 to 1: one-hot rows toward the same share for each class, yes and no
   * toward 0.5. Default 0.
   */
  readonly labelSmoothing?: number;
}

/** The options of a cross-entropy with their defaults. Throws `ValueError` for unknown ones and wrong values. */
function smoothedOptions(loss: string, options: SmoothedCrossentropyOptions): Required<SmoothedCrossentropyOptions> {
  checkOptionNames(loss, options, ['fromLogits', 'labelSmoothing']);
  const { fromLogits = false, labelSmoothing = 0 } = options;
  if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
    throw new ValueError(`${loss}: labelSmoothing is ${labelSmoothing}; a number from 0 to 1 is expected.`);
  }
  return { fromLogits, labelSmoothing };
}

/** Targets taken by a share toward a value: y · (1 − share) + share · value. */
const smoothed = (target: Tensor, share: number, value: number): Tensor =>
  share === 0 ? target : ops.rescale(target, { scale: 1 - share, offset: share * value });

/** The options that are plain JSON; smoothing only where there is some. */
const smoothedConfig = ({ fromLogits, labelSmoothing }: Required<SmoothedCrossentropyOptions>) =>
  labelSmoothing === 0 ? { fromLogits } : { fromLogits, labelSmoothing };

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
  readonly #options: Required<SmoothedCrossentropyOptions>;

  constructor(options: SmoothedCrossentropyOptions = {}) {
    this.#options = smoothedOptions('CategoricalCrossentropy', options);
  }

  config() {
    return smoothedConfig(this.#options);
  }

  targetSpec(target: TensorSpec, output: Shape): TensorSpec {
    return sameAsOutput(this.name, target, output);
  }

  call(target: Tensor, output: Tensor): Tensor {
    const { fromLogits, labelSmoothing } = this.#options;
    return ops.categoricalCrossentropy(
      { target: smoothed(target, labelSmoothing, 1 / (output.shape.at(-1) as number)), output },
      { fromLogits },
    );
  }
}

/** Cross-entropy of yes-or-no targets (0 or 1), averaged over a sample's outputs. https://keras.io/api/losses/probabilistic_losses/ */
export class BinaryCrossentropy implements Loss {
  readonly name = 'binaryCrossentropy';
  readonly #options: Required<SmoothedCrossentropyOptions>;

  constructor(options: SmoothedCrossentropyOptions = {}) {
    this.#options = smoothedOptions('BinaryCrossentropy', options);
  }

  config() {
    return smoothedConfig(this.#options);
  }

  targetSpec(target: TensorSpec, output: Shape): TensorSpec {
    return sameAsOutput(this.name, target, output);
  }

  call(target: Tensor, output: Tensor): Tensor {
    const { fromLogits, labelSmoothing } = this.#options;
    return ops.binaryCrossentropy({ target: smoothed(target, labelSmoothing, 0.5), output }, { fromLogits });
  }
}

const losses = {
  sparseCategoricalCrossentropy: (options: CrossentropyOptions) => new SparseCategoricalCrossentropy(options),
  categoricalCrossentropy: (options: SmoothedCrossentropyOptions) => new CategoricalCrossentropy(options),
  binaryCrossentropy: (options: SmoothedCrossentropyOptions) => new BinaryCrossentropy(options),
  meanSquaredError: () => new MeanSquaredError(),
  mse: () => new MeanSquaredError(),
  meanAbsoluteError: () => new MeanAbsoluteError(),
  mae: () => new MeanAbsoluteError(),
};

export type LossName = keyof typeof losses;

/** The loss of a name, with default options. Throws `ValueError` that lists the names. */
export const lossByName = (name: string): Loss => byName('loss', name, losses)({});

/** The loss of a class with the options of its `config()`. Throws `ValueError` for unknown classes and options. */
export const lossFromConfig = ({ className, config }: StoredObject): Loss => byName('loss', className, losses)(config);

/** A loss's class and options as plain JSON. */
export const lossConfig = (loss: Loss): StoredObject => ({
  className: loss.name.replace(/^./, (letter) => letter.toUpperCase()),
  config: loss.config?.() ?? {},
});
