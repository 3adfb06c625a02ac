import type { Batch, InputBatch } from '../../data/batch.ts';
import type { Device } from '../../engine/device.ts';
import { NotCompiledError } from '../../errors.ts';
import type { History } from '../callbacks/history.ts';
import { checkOptionNames } from '../options.ts';
import { type Prediction, type PredictOptions, predictAll } from '../prediction/predict-all.ts';
import { Compiled, type CompileOptions, compileSettings } from '../training/compiled.ts';
import { type EvaluateOptions, evaluateModel } from '../training/evaluate.ts';
import { fitModel } from '../training/fit.ts';
import type { FitOptions } from '../training/fit-options.ts';
import type { Logs } from '../training/logs.ts';
import { onBatch } from '../training/on-batch.ts';
import { checkOptimizerState, type OptimizerState } from '../training/optimizer-state.ts';
import type { PredictionData, TrainingData } from '../training/source.ts';
import { placedWeights, waitingWeights } from './layer-weights.ts';
import { ModelWeights } from './model-weights.ts';
import { Network } from './network.ts';
import { type ModelWeight, setNetworkWeights, weightSpecsOf } from './network-weights.ts';
import { type SummaryOptions, type SummaryRow, summaryRows, summaryText } from './summary.ts';
import { readVariable, type WeightArray } from './weight-array.ts';

/**
 * Layers from inputs to an output, trained and used together. A model is a layer, too, and can be part of another, which
 * then shares its weights. https://keras.io/api/models/model/
 *
 * ```ts
 * const x = input({ shape: [32, 32, 3] });
 * const model = new Model({ inputs: x, outputs: new Dense({ units: 2 }).apply(new Flatten().apply(x)) });
 * ```
 */
export class Model extends Network {
  #compiled: Compiled | null = null;
  /** The optimizer's state given before `compile`. */
  #pendingState: OptimizerState | null = null;

  /** All weights in the order of the layers; frozen ones count as not trainable. */
  get weightSpecs(): readonly ModelWeight[] {
    return weightSpecsOf(this);
  }

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
    if (this.#compiled === null) throw this.#notCompiled();
    return this.#compiled;
  }

  #notCompiled(): NotCompiledError {
    return new NotCompiledError(
      `The model "${this.name}" is not compiled. Call compile({ device, optimizer, loss }) first.`,
    );
  }

  /**
   * Puts the weights on a device and fixes how the model is trained, and which layers are (`trainable`). Weights start
   * from the seed; layers that were compiled before, in this model or another, or had weights set, keep theirs. A loaded
   * model goes on with the optimizer's state that was saved with it, if the optimizer has the same name and slots and the
   * same layers are trained; otherwise the optimizer starts afresh.
   *
   * @throws ValueError for unknown names of losses, metrics, optimizers and options, and for another device than before.
   */
  compile(options: CompileOptions): void {
    checkOptionNames('compile', options, ['device', 'optimizer', 'loss', 'metrics', 'weightedMetrics', 'seed']);
    const settings = compileSettings(options);
    const weights = new ModelWeights(settings.device, this.name, this.leaves(), settings.seed);
    const compiled = new Compiled(this, settings, weights);
    const state = this.#pendingState;
    if (state !== null && compiled.takesState(state) && compiled.hasSlotsOf(state)) compiled.setOptimizerState(state);
    this.#pendingState = null;
    this.#compiled?.replaced();
    this.#compiled = compiled;
  }

  /**
   * Trains for a number of epochs. See {@link FitOptions}.
   *
   * @param data batches (a data set, or what gives batches), or arrays of samples, which are shuffled and put into
   *   batches of 32.
   * @throws ValueError for options that are wrong or do not fit the data; DataError for data that do not fit the model.
   */
  fit(data: TrainingData, options: FitOptions = {}): Promise<History> {
    return fitModel(this, data, options);
  }

  /** Loss and metrics over data: batches, or arrays. */
  evaluate(data: TrainingData, options: EvaluateOptions = {}): Promise<Logs> {
    return evaluateModel(this, data, options);
  }

  /** The outputs for data in its order: batches, or inputs. */
  predict(data: PredictionData, options: PredictOptions = {}): Promise<Prediction> {
    return predictAll(this, data, options, (batch) => this.compiled.steps.predict(batch));
  }

  /** Trains by one batch and gives its loss and metrics, from before the step. */
  trainOnBatch(batch: Batch): Promise<Logs> {
    return onBatch(this, 'train', batch);
  }

  /** Loss and metrics of one batch. */
  testOnBatch(batch: Batch): Promise<Logs> {
    return onBatch(this, 'evaluate', batch);
  }

  /** The outputs for one batch. */
  predictOnBatch(batch: InputBatch): Promise<Prediction> {
    return this.predict([batch]);
  }

  /** What a summary lists: a row for each layer. See {@link SummaryOptions}. */
  summaryRows(options: SummaryOptions = {}): readonly SummaryRow[] {
    return summaryRows(this, options);
  }

  /** Table of layers, output shapes and parameter counts, in the form that Keras prints. */
  summary(options: SummaryOptions = {}): string {
    return summaryText(this, this.weightSpecs, options);
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

  /**
   * Copies all weights to the host, in the order of the layers.
   *
   * @throws NotCompiledError when a layer has none yet, because no model with it was compiled or given weights.
   */
  getWeights(): Promise<WeightArray[]> {
    const reads = this.leaves().flatMap(({ layer, path, weights }) =>
      weights.map(({ name, shape }) => {
        const full = `${path}/${name}`;
        const variable = placedWeights(layer)?.variables[name];
        if (variable !== undefined) return readVariable(variable, full);
        const data = waitingWeights(layer)?.get(name);
        return data === undefined ? null : { name: full, shape, data: data.slice() };
      }),
    );
    if (reads.some((read) => read === null)) return Promise.reject(this.#notCompiled());
    return Promise.all(reads as WeightArray[]);
  }

  /**
   * Replaces all weights; names and shapes must be the model's. Models that share layers with this one see them, too.
   * Nothing is changed when one does not fit.
   *
   * @throws ShapeError that names the first weight that does not fit.
   */
  setWeights(weights: readonly WeightArray[]): void {
    setNetworkWeights(this, weights);
  }
}
