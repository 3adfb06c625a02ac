import type { Device } from '../../engine/device.ts';
import { spec } from '../../engine/shape.ts';
import { Variable } from '../../engine/tensor.ts';
import { listNames, ValueError } from '../../errors.ts';
import type { Loss } from '../losses/loss.ts';
import { type LossName, lossByName } from '../losses/losses.ts';
import { type Metric, type MetricName, metricByName } from '../metrics/metrics.ts';
import type { Model } from '../models/model.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { type OptimizerName, optimizerByName } from '../optimizers/optimizers.ts';
import type { Logs } from './logs.ts';
import { checkOptimizerState, type OptimizerState, slotNames } from './optimizer-state.ts';
import { Steps } from './steps.ts';

/** What `compile` takes. */
export interface CompileOptions {
  /** Where the model lives. */
  readonly device: Device;
  readonly optimizer: Optimizer | OptimizerName;
  readonly loss: Loss | LossName;
  /** Default: none besides the loss. */
  readonly metrics?: readonly (Metric | MetricName)[];
  /** From which the initial weights and all random numbers in training follow. Default 0. */
  readonly seed?: number;
}

/** `CompileOptions` with names resolved. */
export interface CompileSettings {
  readonly device: Device;
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly seed: number;
}

/** Resolves names. Throws `ValueError` for unknown ones. */
export function compileSettings({ device, optimizer, loss, metrics = [], seed = 0 }: CompileOptions): CompileSettings {
  return {
    device,
    optimizer: typeof optimizer === 'string' ? optimizerByName(optimizer) : optimizer,
    loss: typeof loss === 'string' ? lossByName(loss) : loss,
    metrics: metrics.map((metric) => (typeof metric === 'string' ? metricByName(metric) : metric)),
    seed,
  };
}

const zeros = (device: Device, name: string, shape: readonly number[], trainable = false): Variable =>
  new Variable(device, name, { ...spec(shape), data: new Float32Array(shape.reduce((a, b) => a * b, 1)) }, trainable);

/** A model on its device: weights, the optimizer's state, running totals, and the prepared steps. */
export class Compiled implements CompileSettings {
  readonly device: Device;
  readonly optimizer: Optimizer;
  readonly loss: Loss;
  readonly metrics: readonly Metric[];
  readonly seed: number;
  /** All weights in the order of the layers. */
  readonly variables: readonly Variable[];
  /** The optimizer's state: for each trained weight its slots by name. */
  readonly slots: ReadonlyMap<Variable, Readonly<Record<string, Variable>>>;
  /** `[sum, count]` of the loss, then of each metric, since the last `resetTotals`. */
  readonly totals: readonly Variable[];
  /** Training steps taken so far. */
  step = 0;
  readonly steps: Steps;

  constructor(model: Model, settings: CompileSettings, variables: readonly Variable[]) {
    const { device, optimizer, loss, metrics, seed } = settings;
    this.device = device;
    this.optimizer = optimizer;
    this.loss = loss;
    this.metrics = metrics;
    this.seed = seed;
    this.variables = variables;
    const slotsOf = (variable: Variable) =>
      Object.fromEntries(
        optimizer.slots.map((slot) => [slot, zeros(device, `${variable.name}/${slot}`, variable.shape)]),
      );
    this.slots = new Map(
      variables.filter(({ trainable }) => trainable).map((variable) => [variable, slotsOf(variable)]),
    );
    this.totals = ['loss', ...metrics.map(({ name }) => name)].map((name) => zeros(device, `total ${name}`, [2]));
    this.steps = new Steps(model, this);
  }

  /** Copies the optimizer's state to the host. */
  async optimizerState(): Promise<OptimizerState> {
    const variables = [...this.slots.values()].flatMap((slots) => Object.values(slots));
    const slots = variables.map(async (variable) => ({
      name: variable.name,
      shape: variable.shape,
      data: Float32Array.from(await variable.data()),
    }));
    return { optimizer: this.optimizer.name, step: this.step, slots: await Promise.all(slots) };
  }

  /** Whether a state is of this optimizer: the same name and the same slots. */
  takesState(state: OptimizerState): boolean {
    const own = this.optimizer.slots;
    const given = slotNames(state);
    return (
      state.optimizer === this.optimizer.name && own.length === given.length && own.every((s) => given.includes(s))
    );
  }

  /** Goes on from a state. Throws `ValueError` and changes nothing when it is of another optimizer or model. */
  setOptimizerState(state: OptimizerState): void {
    checkOptimizerState(state, [...this.slots.keys()]);
    if (!this.takesState(state)) {
      throw new ValueError(
        `The optimizer's state is of "${state.optimizer}" with the slots [${listNames(slotNames(state))}], but the model ` +
          `is compiled with "${this.optimizer.name}" and [${listNames(this.optimizer.slots)}]. Compile it with the same optimizer.`,
      );
    }
    const data = new Map(state.slots.map((slot) => [slot.name, slot.data]));
    for (const slots of this.slots.values()) {
      for (const variable of Object.values(slots)) variable.assign(data.get(variable.name) as Float32Array);
    }
    this.step = state.step;
  }

  /** Starts the means of loss and metrics anew. */
  resetTotals(): void {
    for (const total of this.totals) total.assign(new Float32Array(2));
  }

  /** Means of loss and metrics since `resetTotals`; waits for the device. */
  async readTotals(): Promise<Logs> {
    const names = ['loss', ...this.metrics.map(({ name }) => name)];
    const totals = await Promise.all(this.totals.map((total) => total.data()));
    return Object.fromEntries(
      names.map((name, i) => {
        const [sum = 0, count = 0] = totals[i] ?? [];
        return [name, sum / count];
      }),
    );
  }
}
