import { checkShape, type Shape } from '../../engine/shape.ts';
import type { Tensor, Variable } from '../../engine/tensor.ts';
import { ValueError } from '../../errors.ts';
import type { InitializerSpec } from '../initializers/initializers.ts';
import type { ModelConfig } from '../models/model-config.ts';
import { checkOptionNames } from '../options.ts';
import type { ConstraintSpec } from '../regularizers/constraints.ts';
import type { RegularizerSpec } from '../regularizers/regularizers.ts';
import { SymbolicTensor } from './symbolic-tensor.ts';

/** A weight that a layer asks for. */
export interface WeightSpec {
  /** Keras's name within the layer: `kernel`, `bias`, `gamma`. */
  readonly name: string;
  readonly shape: Shape;
  readonly initializer: InitializerSpec;
  /** Whether the optimizer may update it; false for statistics. */
  readonly trainable: boolean;
  /** Adds to the loss, the more the larger the weight. */
  readonly regularizer?: RegularizerSpec | null;
  /** Keeps the weight within bounds after each step. */
  readonly constraint?: ConstraintSpec | null;
}

/** A layer's weights on a device, by name. */
export type Weights = Readonly<Record<string, Variable>>;

/** What a layer knows of the step that it runs in. */
export interface CallContext {
  /** True in `fit`, false in `evaluate` and `predict`, unless the layer was applied with another value. */
  readonly training: boolean;
  /** A `u32` tensor of one element that differs in each training step: the seed of what is random. */
  readonly seed: Tensor;
  /** The layer's place in its model: keeps the random numbers of two layers apart. */
  readonly salt: number;
  /** The layers that were frozen when the model was compiled. Default: those that are frozen now. */
  readonly frozen?: ReadonlySet<Layer>;
}

/** Options that every layer takes. */
export interface LayerOptions {
  /** Unique within the model; default: the kind in snake case with a counter, as in Keras (`conv2d`, `conv2d_1`). */
  readonly name?: string;
  /** Shape of one input without the batch; only on a model's first layer, instead of an `Input`. */
  readonly inputShape?: Shape;
  /** Whether training changes its weights. Default true. */
  readonly trainable?: boolean;
}

/** What a layer gives instead of a tensor where the layer after it may add to what is to be done. */
export interface Postponed {
  readonly shape: Shape;
  /** Does what is to be done, once. */
  result(): Tensor;
}

/** How a layer is applied. */
export interface ApplyOptions {
  /**
   * Fixes whether the layer behaves as in training here, whatever the model does: `false` keeps batch normalization to
   * its moving statistics, `true` keeps augmentation going. It does not freeze weights; for that set `trainable`.
   */
  readonly training?: boolean;
}

/** A layer as saved: its class and its settings, plain JSON. */
export interface LayerConfig {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/**
 * A step of a model: settings, a shape rule and a function. A layer holds no weights; it names those that it needs,
 * and the model that it is part of makes them and hands them to `call`.
 */
export abstract class Layer<Settings extends object = object> {
  /** Keras's class name, such as `Conv2D`. */
  readonly className: string;
  readonly name: string | undefined;
  readonly #inputShape: Shape | undefined;
  /** Whether it takes a list of inputs, as merging layers do. */
  readonly takesSeveral: boolean = false;
  #trainable: boolean;
  /** All options with their defaults filled in. */
  readonly settings: Readonly<Settings>;

  /**
   * @param defaults every option's default; `undefined` marks an option that must be given.
   * @throws ValueError for unknown and for missing options.
   */
  constructor(
    className: string,
    options: LayerOptions & object,
    defaults: { readonly [K in keyof Settings]: Settings[K] | undefined },
  ) {
    const { name, inputShape, trainable = true, ...own } = options;
    checkOptionNames(className, own, [...Object.keys(defaults), 'name', 'inputShape', 'trainable']);
    if (name !== undefined && (typeof name !== 'string' || !/^[^/\p{Cc}]+$/u.test(name))) {
      throw new ValueError(
        `${className}: the name is ${JSON.stringify(name)}; a text without "/" or control characters is expected.`,
        { name },
      );
    }
    if (inputShape !== undefined) checkShape(inputShape, `${className}: inputShape`);
    if (typeof trainable !== 'boolean') {
      throw new ValueError(`${className}: trainable is ${JSON.stringify(trainable)}; true or false is expected.`);
    }
    const settings: Record<string, unknown> = { ...defaults };
    for (const [key, value] of Object.entries(own)) if (value !== undefined) settings[key] = value;
    for (const [key, value] of Object.entries(settings)) {
      if (value === undefined) throw new ValueError(`${className}: the option "${key}" is missing.`, { option: key });
      if (typeof defaults[key as keyof Settings] === 'boolean' && typeof value !== 'boolean') {
        throw new ValueError(`${className}: ${key} is ${JSON.stringify(value)}; true or false is expected.`, { value });
      }
    }
    this.className = className;
    this.name = name;
    this.#inputShape = inputShape;
    this.#trainable = trainable;
    this.settings = Object.freeze(settings as Settings);
  }

  /**
   * Whether training changes its weights; false freezes them, and keeps batch normalization to its moving statistics.
   * Takes effect with the next `compile`. https://keras.io/guides/transfer_learning/
   */
  get trainable(): boolean {
    return this.#trainable;
  }

  set trainable(value: boolean) {
    this.#trainable = value;
  }

  /** Shape of one input without the batch, where it was given. */
  get inputShape(): Shape | undefined {
    return this.#inputShape;
  }

  /** The name that was asked for, if any; a model names the others. @internal */
  get givenName(): string | undefined {
    return this.name;
  }

  /**
   * Shape of one output without the batch, from those of the inputs (one, unless the layer merges several). Throws
   * `ShapeError` for inputs that the layer cannot take.
   */
  abstract computeOutputShape(inputs: readonly Shape[]): Shape;

  /** The weights needed for inputs of these shapes (without the batch), trainable ones first. */
  weights(_inputs: readonly Shape[]): readonly WeightSpec[] {
    return [];
  }

  /**
   * As `call`, for a layer whose work can be done together with that of the next layer of its kind; null where it is not
   * to be put off. @internal
   */
  postpone?(input: Tensor | Postponed, context: CallContext): Postponed | null;

  /** Applies the layer to a batch. */
  abstract call(inputs: readonly Tensor[], weights: Weights, context: CallContext): Tensor;

  /**
   * Takes the layer into the graph of a functional model: gives the output for symbolic inputs. Applied several times,
   * a layer shares its weights. https://keras.io/guides/functional_api/
   *
   * @throws ShapeError for inputs that it cannot take; ValueError for a wrong number of them.
   */
  apply(inputs: SymbolicTensor | readonly SymbolicTensor[], options: ApplyOptions = {}): SymbolicTensor {
    checkOptionNames(`${this.className}.apply`, options, ['training']);
    return SymbolicTensor.of(this, [inputs].flat(), options.training);
  }

  /** Settings as plain JSON, from which the same layer can be made again. */
  config(): LayerConfig | ModelConfig {
    return {
      className: this.className,
      config: {
        ...(this.name === undefined ? {} : { name: this.name }),
        ...(this.#inputShape === undefined ? {} : { inputShape: this.#inputShape }),
        ...(this.#trainable ? {} : { trainable: false }),
        ...this.settings,
      },
    };
  }
}
