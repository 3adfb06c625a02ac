import type { Device } from '../../engine/device.ts';
import { type HostArray, type Shape, showShape, sizeOf } from '../../engine/shape.ts';
import type { Tensor, Variable } from '../../engine/tensor.ts';
import { NotBuiltError, NotCompiledError, ShapeError, ValueError } from '../../errors.ts';
import type { History } from '../callbacks/history.ts';
import type { LayerConfig, WeightSpec } from '../layers/layer.ts';
import { checkOptionNames } from '../options.ts';
import { Compiled, type CompileOptions, type CompileSettings, compileSettings } from '../training/compiled.ts';
import { type EvaluateOptions, evaluateModel } from '../training/evaluate.ts';
import { type FitOptions, fitModel } from '../training/fit.ts';
import type { Logs } from '../training/logs.ts';
import { checkOptimizerState, type OptimizerState } from '../training/optimizer-state.ts';
import { type Prediction, predictModel } from '../training/predict.ts';
import type { BatchSource, InputSource } from '../training/source.ts';
import { ModelWeights } from './model-weights.ts';
import { formatSummary, type SummaryRow } from './summary.ts';
import { readVariables, type WeightArray } from './weight-array.ts';

/** A weight that a model needs, with its full name `layer/weight`. */
export interface ModelWeight extends WeightSpec {
  readonly layer: string;
}

/** What a forward pass needs besides its input. */
export interface PassContext {
  readonly training: boolean;
  readonly seed: Tensor;
  weight(layer: string, name: string): Variable;
}

/** A model as saved: its class, name and layers, plain JSON. */
export interface ModelConfig {
  readonly className: string;
  readonly name: string;
  readonly layers: readonly LayerConfig[];
}

/** What all models can do, whatever the shape of their graph. */
export abstract class Model {
  readonly name: string;
  #compiled: Compiled | null = null;
  /** Weights given before `compile`, by name. */
  #pending: Map<string, Float32Array> | null = null;
  /** The optimizer's state given before `compile`. */
  #pendingState: OptimizerState | null = null;

  constructor(name: string) {
    this.name = name;
  }

  /** Whether the shape of its input is known, and with it its weights. */
  abstract get isBuilt(): boolean;
  /** Shape of one input, without the batch. Throws `NotBuiltError` when it is not known. */
  abstract get inputShape(): Shape;
  /** Shape of one output, without the batch. Throws `NotBuiltError` when the input's is not known. */
  abstract get outputShape(): Shape;
  /** All weights in the order of the layers. */
  abstract get weightSpecs(): readonly ModelWeight[];
  abstract summaryRows(): readonly SummaryRow[];
  abstract config(): ModelConfig;
  /** The forward pass on a batch. */
  abstract call(x: Tensor, context: PassContext): Tensor;

  /** The device that the model was compiled for. */
  get device(): Device {
    return this.compiled.device;
  }

  /** Whether `compile` was called. */
  get isCompiled(): boolean {
    return this.#compiled !== null;
  }

  /** @internal */
  get compiled(): Compiled {
    if (this.#compiled === null) {
      throw new NotCompiledError(
        `The model "${this.name}" is not compiled. Call compile({ device, optimizer, loss }) first.`,
      );
    }
    return this.#compiled;
  }

  /**
   * Puts the weights on a device and fixes how the model is trained. Weights start from the seed; a model that was
   * compiled before, or had weights set, keeps its weights. A loaded model goes on with the optimizer's state that was
   * saved with it, if the optimizer has the same name and slots; otherwise the optimizer starts afresh.
   *
   * @throws ValueError for unknown names of losses, metrics, optimizers and options, and for another device than before.
   */
  compile(options: CompileOptions): void {
    checkOptionNames('compile', options, ['device', 'optimizer', 'loss', 'metrics', 'seed']);
    const settings = compileSettings(options);
    const compiled = new Compiled(this, settings, this.#weights(settings));
    if (this.#pendingState !== null && compiled.takesState(this.#pendingState)) {
      compiled.setOptimizerState(this.#pendingState);
    }
    this.#pending = null;
    this.#pendingState = null;
    this.#compiled = compiled;
  }

  #weights({ device, seed }: CompileSettings): ModelWeights {
    if (this.#compiled === null) return new ModelWeights(device, this.weightSpecs, seed, this.#pending);
    if (this.#compiled.device === device) return this.#compiled.weights;
    throw new ValueError(
      `The model "${this.name}" is on another device. Make a new model there and give it these weights: setWeights(await getWeights()).`,
    );
  }

  /** Trains for a number of epochs. See {@link FitOptions}. */
  fit(data: BatchSource, options: FitOptions = {}): Promise<History> {
    return fitModel(this, data, options);
  }

  /** Loss and metrics over a data set. */
  evaluate(data: BatchSource, options: EvaluateOptions = {}): Promise<Logs> {
    return evaluateModel(this, data, options);
  }

  /** The outputs for a data set, in its order. */
  predict(data: InputSource): Promise<Prediction> {
    return predictModel(this, data);
  }

  /** Table of layers, output shapes and parameter counts, in the form that Keras prints. */
  summary(): string {
    return formatSummary(this.name, this.summaryRows(), this.weightSpecs);
  }

  /** Copies the optimizer's state to the host; null when there is none, because the model is new and not compiled. */
  async getOptimizerState(): Promise<OptimizerState | null> {
    return this.#compiled === null ? this.#pendingState : this.#compiled.optimizerState();
  }

  /**
   * Makes training go on from a state. Before `compile` it is kept for then. Nothing is changed when it does not fit.
   *
   * @throws ValueError when the state is not of this model, or of another optimizer than the model is compiled with.
   */
  setOptimizerState(state: OptimizerState): void {
    if (this.#compiled !== null) {
      this.#compiled.setOptimizerState(state);
      return;
    }
    const trained = this.weightSpecs.filter(({ trainable }) => trainable);
    checkOptimizerState(
      state,
      trained.map(({ layer, name, shape }) => ({ name: `${layer}/${name}`, shape })),
    );
    this.#pendingState = state;
  }

  /** Copies all weights to the host, in the order of the layers. */
  async getWeights(): Promise<WeightArray[]> {
    if (this.#compiled === null && this.#pending !== null) {
      const pending = this.#pending;
      return this.weightSpecs.map(({ layer, name, shape }) => {
        const full = `${layer}/${name}`;
        return { name: full, shape, data: pending.get(full) as Float32Array };
      });
    }
    return readVariables(this.compiled.weights.variables);
  }

  /**
   * Replaces all weights; names and shapes must be the model's. Nothing is changed when one does not fit.
   *
   * @throws ShapeError that names the first weight that does not fit.
   */
  setWeights(weights: readonly WeightArray[]): void {
    const given = new Map(weights.map((weight) => [weight.name, weight]));
    for (const { layer, name, shape } of this.weightSpecs) {
      const full = `${layer}/${name}`;
      const weight = given.get(full);
      if (weight === undefined) {
        throw new ValueError(`The weights for the model "${this.name}" have none for "${full}".`, { weight: full });
      }
      if (showShape(weight.shape) !== showShape(shape) || weight.data.length !== sizeOf(shape)) {
        throw new ShapeError(
          `weight "${full}"`,
          { expected: shape, actual: weight.shape },
          `is ${showShape(weight.shape)} in what is loaded; the model "${this.name}" has ${showShape(shape)}.`,
        );
      }
      given.delete(full);
    }
    const [extra] = given.keys();
    if (extra !== undefined) {
      throw new ValueError(
        `The model "${this.name}" has no weight "${extra}". Load the weights into the model they were saved from.`,
        { weight: extra },
      );
    }
    const data = new Map<string, Float32Array>(weights.map((weight) => [weight.name, weight.data]));
    if (this.#compiled === null) this.#pending = data;
    else for (const variable of this.#compiled.weights.variables) variable.assign(data.get(variable.name) as HostArray);
  }
}

/** The error of a model that does not know its input's shape. */
export const notBuilt = (name: string): NotBuiltError =>
  new NotBuiltError(
    `The model "${name}" does not know its input's shape. Begin it with Input({ shape }), or give its first layer an inputShape.`,
  );
