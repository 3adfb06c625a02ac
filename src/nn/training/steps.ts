import type { Batch, InputBatch } from '../../data/batch.ts';
import type { CommandTime, Plan, PlanStats } from '../../engine/device.ts';
import { trace } from '../../engine/program.ts';
import { spec } from '../../engine/shape.ts';
import { empty, type Tensor, Variable } from '../../engine/tensor.ts';
import { add, mean, rescale, valueAndGrad } from '../../ops/index.ts';
import { warnOfUnexpectedInput } from '../applications/unexpected-input.ts';
import type { Model } from '../models/model.ts';
import { BatchInputs } from '../prediction/batch-inputs.ts';
import { ForwardPlans } from '../prediction/forward-plans.ts';
import { constrain } from '../regularizers/constraints.ts';
import { checkLabels, checkTargets, formOfInput, formOfLabels, type InputForm, inputsOf } from './batch-form.ts';
import type { Compiled } from './compiled.ts';
import { penaltyOf } from './penalty.ts';
import { type Totals, valuesOf, weighted, weightedValuesOf } from './totals.ts';
import type { TrainedArena } from './trained-arena.ts';

/** A prepared step for one form of batch, with the tensors that are written before each run. */
interface PreparedStep {
  readonly plan: Plan;
  readonly inputs: BatchInputs;
  readonly target: Tensor;
  readonly sampleWeights: Tensor | null;
  readonly output: Tensor;
}

/** Where the device's time of a training step went. */
export interface StepProfile {
  readonly commands: readonly CommandTime[];
  readonly stats: PlanStats;
}

type Mode = 'train' | 'evaluate';

/** A batch with labels, and the totals that its figures are added to. */
interface Labeled {
  readonly batch: Batch;
  readonly totals: Totals;
}

/** What a step with labels begins with. */
interface StepInputs {
  readonly inputs: readonly Tensor[];
  readonly target: Tensor;
  readonly sampleWeights: Tensor | null;
}

/** Steps that may wait on the device before the host waits for them. */
export const STEPS_IN_FLIGHT = 2;

/**
 * A compiled model's steps: each is traced once for a form of batch, planned, and replayed from then on. The short
 * last batch of an epoch is another form and has a plan of its own.
 */
export class Steps {
  readonly #model: Model;
  readonly #compiled: Compiled;
  readonly #prepared = new Map<string, Promise<PreparedStep>>();
  readonly #forward: ForwardPlans;
  readonly #hyper: Variable;
  readonly #seed: Variable;
  #seesFirstBatch = true;

  constructor(model: Model, compiled: Compiled) {
    this.#model = model;
    this.#compiled = compiled;
    const { device, optimizer, frozen } = compiled;
    const hyper = optimizer.hyper(0);
    this.#hyper = new Variable(device, 'hyper', { ...spec([hyper.length]), data: hyper }, false);
    this.#seed = new Variable(device, 'seed', { ...spec([1], 'u32'), data: new Uint32Array(1) }, false);
    this.#forward = new ForwardPlans(model, device, { seed: this.#seed, frozen });
  }

  /** Runs a training step: forward, backward, weights, totals. Returns before the device is done. */
  async train(batch: Batch, totals: Totals): Promise<void> {
    const step = await this.#step('train', { batch, totals });
    // From here on nothing is awaited, so steps that are asked for side by side run one after the other.
    this.#writeTraining(step, batch);
    step.plan.run();
  }

  /** Runs a training step as `train` does, but each command by itself and timed. */
  async profile(batch: Batch, totals: Totals): Promise<StepProfile> {
    const step = await this.#step('train', { batch, totals });
    this.#writeTraining(step, batch);
    return { commands: await step.plan.profile(), stats: step.plan.stats };
  }

  /** Copies what differs between training steps to the device. */
  #writeTraining(step: PreparedStep, batch: Batch): void {
    const { optimizer, seed } = this.#compiled;
    this.#write(step, batch);
    const number = this.#compiled.step++;
    this.#hyper.assign(optimizer.hyper(number));
    this.#seed.assign(Uint32Array.of(mixedSeed(seed, number)));
  }

  /** Adds a batch's loss and metrics to the totals. */
  async evaluate(batch: Batch, totals: Totals): Promise<void> {
    const step = await this.#step('evaluate', { batch, totals });
    this.#write(step, batch);
    step.plan.run();
  }

  /** The outputs for a batch. */
  predict(batch: InputBatch): Promise<Float32Array> {
    this.#warnOnce(batch);
    return this.#compiled.during(() => this.#forward.predict(batch));
  }

  /** Gives back the memory of all plans; no step can be run any more. */
  dispose(): void {
    for (const step of this.#prepared.values()) void step.then(freeStep, () => {});
    this.#prepared.clear();
    this.#forward.dispose();
    this.#hyper.dispose();
    this.#seed.dispose();
  }

  /** Copies a batch to the device. Labels are checked first, so that a wrong one leaves everything as it was. */
  #write({ inputs, target, sampleWeights }: PreparedStep, batch: Batch): void {
    const { device } = this.#compiled;
    checkLabels(target, batch.y, this.#model.outputShape);
    device.write(target, batch.y);
    if (sampleWeights !== null) device.write(sampleWeights, batch.sampleWeights as Float32Array);
    inputs.write(batch);
  }

  #warnOnce(batch: InputBatch): void {
    if (this.#seesFirstBatch) warnOfUnexpectedInput(this.#model, batch);
    this.#seesFirstBatch = false;
  }

  async #step(mode: Mode, { batch, totals }: Labeled): Promise<PreparedStep> {
    checkTargets(batch);
    this.#warnOnce(batch);
    const forms = inputsOf(batch).map(formOfInput);
    const isWeighted = batch.sampleWeights !== undefined;
    const key = JSON.stringify([mode, forms, formOfLabels(batch), isWeighted, totals.name]);
    let step = this.#prepared.get(key);
    if (step === undefined) {
      step = this.#prepare(mode, forms, { batch, totals });
      this.#prepared.set(key, step);
      step.catch(() => this.#prepared.delete(key));
    }
    return step;
  }

  async #prepare(mode: Mode, forms: readonly InputForm[], { batch, totals }: Labeled): Promise<PreparedStep> {
    const { device, loss } = this.#compiled;
    const inputs = new BatchInputs(this.#model, device, forms);
    const outputShape = [forms[0].xShape[0], ...this.#model.outputShape];
    const target = empty(device, loss.targetSpec(formOfLabels(batch), outputShape));
    const sampleWeights = batch.sampleWeights ? empty(device, spec([outputShape[0]])) : null;
    let output: Tensor | null = null;
    const program = trace(device, () => {
      output = this.#record(mode, { inputs: inputs.given(), target, sampleWeights }, totals);
    });
    const plan = await device.prepare(program);
    return { plan, inputs, target, sampleWeights, output: output as unknown as Tensor };
  }

  /**
   * What a step with targets computes; recorded once. The loss is the mean of all samples' losses times their weights,
   * as keras/src/losses/loss.py has it: a sum over the number of samples, not over the sum of the weights.
   */
  #record(mode: Mode, { inputs, target, sampleWeights }: StepInputs, totals: Totals): Tensor {
    const { loss, metrics, weightedMetrics, trained, weights, optimizer } = this.#compiled;
    let output = null as unknown as Tensor;
    let losses = null as unknown as Tensor;
    const forward = () => {
      const training = mode === 'train';
      output = this.#model.run(inputs, { training, seed: this.#seed, salt: 0, frozen: this.#compiled.frozen });
      losses = loss.call(target, output);
      if (sampleWeights !== null) losses = weighted(losses, sampleWeights);
      const penalty = penaltyOf(weights);
      if (penalty !== null) losses = add(losses, penalty);
      return losses;
    };
    if (mode === 'train') {
      const variables = trained.flatMap((arena) => arena.weights.map(({ variable }) => variable));
      const { grads } = valueAndGrad(() => mean(forward()), variables);
      const clipped = optimizer.clip(grads);
      const gradientOf = new Map(variables.map((variable, i) => [variable, clipped[i]]));
      for (const arena of trained) this.#update(arena, gradientOf);
    } else {
      forward();
    }
    totals.add([
      { values: losses, counts: null },
      ...metrics.map((metric) => valuesOf(metric, target, output)),
      ...weightedMetrics.map((metric) => weightedValuesOf(metric, target, output, sampleWeights)),
    ]);
    return output;
  }

  /** Gathers the gradients of an arena's weights, most of them by writing them there at once, and changes the weights. */
  #update({ weights, gradients, updates }: TrainedArena, gradientOf: ReadonlyMap<Variable, Tensor>): void {
    for (const [i, { variable }] of weights.entries()) {
      const gradient = gradientOf.get(variable) as Tensor;
      if (!gradients.adopt(i, gradient)) gradients.adopt(i, rescale(gradient, { scale: 1, offset: 0 }));
    }
    for (const { variable, gradient, slots } of updates) {
      this.#compiled.optimizer.update(variable, gradient, slots, this.#hyper);
    }
    for (const { variable, spec } of weights) if (spec.constraint) constrain(variable, spec.constraint);
  }
}

function freeStep({ plan, inputs, target, sampleWeights, output }: PreparedStep): void {
  plan.dispose();
  inputs.free();
  for (const tensor of [target, sampleWeights, output]) tensor?.storage.free();
}

/** A seed for each step, well apart for neighboring seeds and steps (the finalizer of MurmurHash3, A. Appleby). */
function mixedSeed(seed: number, step: number): number {
  let h = (Math.imul(seed | 0, 0x9e3779b1) + step) | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
