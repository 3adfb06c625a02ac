import type { Device } from '../../engine/device.ts';
import { listNames, ValueError } from '../../errors.ts';
import type { Layer } from '../layers/layer.ts';
import type { Loss } from '../losses/loss.ts';
import { type LossName, lossByName } from '../losses/losses.ts';
import type { Metric } from '../metrics/metric.ts';
import { type MetricName, metricByName } from '../metrics/metrics.ts';
import type { Model } from '../models/model.ts';
import type { ModelWeights } from '../models/model-weights.ts';
import { readVariable } from '../models/weight-array.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type OptimizerName, optimizerByName } from '../optimizers/optimizers.ts';
import { checkOptimizerState, type OptimizerState, slotNames } from './optimizer-state.ts';
import { Steps } from './steps.ts';
import { type FigureSpec, Totals } from './totals.ts';
import { freeBesides, slotsOf, type TrainedArena, trainedArenas } from './trained-arena.ts';

/** What `compile` takes. */
export interface CompileOptions {
  /** Where the model lives. */
  readonly device: Device;
  readonly optimizer: Optimizer | OptimizerName;
  readonly loss: Loss | LossName;
  /** Default: none besides the loss. */
  readonly metrics?: readonly (Metric | MetricName)[];
  /**
   * Metrics in which each sample counts by its weight: that of the data, or of its class. One that is among `metrics`,
   * too, is named `weighted_accuracy`. Default: none.
   */
  readonly weightedMetrics?: readonly (Metric | MetricName)[];
  /** An integer from which the initial weights and all random numbers in training follow. Default 0. */
  readonly seed?: number;
}

/** How a model is trained, wherever it lives. */
export type TrainingOptions = Omit<CompileOptions, 'device'>;

/** `CompileOptions` with names resolved. */
export interface CompileSettings {
  readonly device: Device;
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly weightedMetrics: readonly Metric[];
  readonly seed: number;
}

/** `CompileOptions` with names resolved. Throws as {@link trainingSettings}. */
export const compileSettings = (options: CompileOptions): CompileSettings => ({
  device: options.device,
  ...trainingSettings(options),
});

/** Resolves names. Throws `ValueError` for unknown ones, for two metrics of one name, and for a seed that is no integer. */
export function trainingSettings(options: TrainingOptions): Omit<CompileSettings, 'device'> {
  const { optimizer, loss, metrics = [], weightedMetrics = [], seed = 0 } = options;
  if (!Number.isSafeInteger(seed)) throw new ValueError(`compile: seed is ${seed}; an integer is expected.`, { seed });
  const resolved = (list: typeof metrics) =>
    list.map((metric) => (typeof metric === 'string' ? metricByName(metric) : metric));
  const settings = {
    optimizer: typeof optimizer === 'string' ? optimizerByName(optimizer) : optimizer,
    loss: typeof loss === 'string' ? lossByName(loss) : loss,
    metrics: resolved(metrics),
    weightedMetrics: resolved(weightedMetrics),
    seed,
  };
  const figures = figuresOf(settings).map(({ name }) => name);
  const repeated = figures.find((name, i) => figures.indexOf(name) < i);
  if (repeated !== undefined) {
    throw new ValueError(`compile: two figures are named "${repeated}". Give the metric another name.`, { repeated });
  }
  return settings;
}

/** The keys of the logs: the loss, then each metric, then the weighted ones. */
function figuresOf({
  metrics,
  weightedMetrics,
}: Pick<CompileSettings, 'metrics' | 'weightedMetrics'>): readonly FigureSpec[] {
  const plain = [
    { name: 'loss', counted: false },
    ...metrics.map(({ name, counts }) => ({ name, counted: counts !== undefined })),
  ];
  const isTaken = (name: string) => plain.some((figure) => figure.name === name);
  const weighted = weightedMetrics.map(({ name }) => ({
    name: isTaken(name) ? `weighted_${name}` : name,
    counted: true,
  }));
  return [...plain, ...weighted];
}

/** A model on its device: weights, the optimizer's state, running totals, and the prepared steps. */
export class Compiled implements CompileSettings {
  readonly device: Device;
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly weightedMetrics: readonly Metric[];
  readonly seed: number;
  readonly weights: ModelWeights;
  /** Later changes of `trainable` wait for the next `compile`. */
  readonly frozen: ReadonlySet<Layer>;
  /** The trained weights with what an optimizer's step needs besides. */
  readonly trained: readonly TrainedArena[];
  /** Training steps taken so far. */
  step = 0;
  readonly steps: Steps;
  /** Totals that wait for the next run. */
  readonly #idleTotals = { train: [] as Totals[], evaluate: [] as Totals[] };
  #totalsMade = 0;
  /** Runs over data that are under way. */
  #runs = 0;
  #isReplaced = false;

  constructor(model: Model, settings: CompileSettings, weights: ModelWeights) {
    const { device, optimizer, loss, metrics, weightedMetrics, seed } = settings;
    this.device = device;
    this.optimizer = optimizer;
    this.loss = loss;
    this.metrics = metrics;
    this.weightedMetrics = weightedMetrics;
    this.seed = seed;
    this.weights = weights;
    this.frozen = new Set(model.leaves().flatMap(({ layer }) => (layer.trainable ? [] : [layer])));
    this.trained = trainedArenas(weights, optimizer.slots);
    this.steps = new Steps(model, this);
  }

  /** What to tell of layers that were frozen or unfrozen since; null where there are none. */
  lateFreezing(model: Model): string | null {
    const changed = model
      .leaves()
      .filter(({ layer, weights }) => weights.length > 0 && layer.trainable === this.frozen.has(layer));
    const [first, ...others] = changed.map(({ path }) => `"${path}"`);
    if (first === undefined) return null;
    const more = others.length === 0 ? '' : ` and ${others.length} more`;
    return `trainable of ${first}${more} was changed after compile: it takes effect when the model is compiled again.`;
  }

  /** Copies the optimizer's state to the host. */
  async optimizerState(): Promise<OptimizerState> {
    const slots = this.trained.flatMap((arena) => slotsOf(arena));
    return {
      optimizer: this.optimizer.name,
      step: this.step,
      slots: await Promise.all(slots.map(({ name, variable }) => readVariable(variable, name))),
    };
  }

  /** Whether a state is of this optimizer: the same name and the same slots. */
  takesState(state: OptimizerState): boolean {
    const own = this.optimizer.slots;
    const given = slotNames(state);
    return (
      state.optimizer === this.optimizer.name && own.length === given.length && own.every((s) => given.includes(s))
    );
  }

  /** Whether a state is of the weights that are trained; those of a model that was frozen otherwise are not. */
  hasSlotsOf({ slots }: OptimizerState): boolean {
    const own = new Set(this.trained.flatMap(slotsOf).map(({ name }) => name));
    return own.size === slots.length && slots.every(({ name }) => own.has(name));
  }

  /** Goes on from a state. Throws `ValueError` and changes nothing when it is of another optimizer or model. */
  setOptimizerState(state: OptimizerState): void {
    checkOptimizerState(
      state,
      this.trained.flatMap(({ weights }) => weights.map(({ name, spec }) => ({ name, shape: spec.shape }))),
    );
    if (!this.takesState(state)) {
      throw new ValueError(
        `The optimizer's state is of "${state.optimizer}" with the slots [${listNames(slotNames(state))}], but the model ` +
          `is compiled with "${this.optimizer.name}" and [${listNames(this.optimizer.slots)}]. Compile it with the same optimizer.`,
      );
    }
    const data = new Map(state.slots.map((slot) => [slot.name, slot.data]));
    for (const { name, variable } of this.trained.flatMap(slotsOf)) variable.assign(data.get(name) as Float32Array);
    this.step = state.step;
  }

  /**
   * Runs a pass over data with totals of its own, zero at first: an evaluation may run while another or a `fit` is under
   * way, because a callback started it, say.
   */
  withTotals<T>(mode: 'train' | 'evaluate', run: (totals: Totals) => Promise<T>): Promise<T> {
    return this.during(async () => {
      const idle = this.#idleTotals[mode];
      const totals = idle.pop() ?? new Totals(this.device, `totals ${++this.#totalsMade}`, figuresOf(this));
      try {
        totals.reset();
        return await run(totals);
      } finally {
        idle.push(totals);
      }
    });
  }

  /** Runs what needs the prepared steps, so that they stay until it ends. */
  async during<T>(run: () => Promise<T>): Promise<T> {
    this.#runs++;
    try {
      return await run();
    } finally {
      this.#runs--;
      this.#freeIfIdle();
    }
  }

  /**
   * Gives back all memory but that of the weights, once no run needs it: the model was compiled anew. The garbage
   * collector would do so much later, as it does not know how much there is on a device.
   */
  replaced(): void {
    this.#isReplaced = true;
    this.#freeIfIdle();
  }

  #freeIfIdle(): void {
    if (!this.#isReplaced || this.#runs > 0) return;
    this.steps.dispose();
    for (const arena of this.trained) freeBesides(arena);
    for (const totals of Object.values(this.#idleTotals).flatMap((idle) => idle.splice(0))) totals.dispose();
  }
}
