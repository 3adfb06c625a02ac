import type { Batch } from '../data/batch.ts';
import type { Device, PlanStats } from '../engine/device.ts';
import type { Model } from '../nn/models/model.ts';
import type { CompileOptions } from '../nn/training/compiled.ts';
import { measure, type Timing } from './measure.ts';

/** A network, how it is trained, and the batch that it is measured on. */
export interface StepCase {
  readonly model: Model;
  readonly settings: Omit<CompileOptions, 'device'>;
  readonly batch: Batch;
}

/** How long a network's steps take. */
export interface StepTiming {
  /** One training step, from the upload of the batch until the device is done. */
  readonly train: Timing;
  /** One prediction, from the upload of the batch until its results are on the host. */
  readonly predict: Timing;
  /** Compile, plan and the first training step. */
  readonly firstStepMs: number;
  /** All memory that the device held for training, weights and the optimizer's state included. */
  readonly peakBytes: number;
  /** The memory of the training step's intermediate tensors. */
  readonly stats: PlanStats;
}

/** Measures on a device that holds nothing yet. The model is trained meanwhile. */
export async function benchStep(
  { model, settings, batch }: StepCase,
  device: Device,
  seconds: number,
): Promise<StepTiming> {
  const begin = performance.now();
  model.compile({ device, ...settings });
  const { compiled } = model;
  const training = await compiled.withTotals('train', async (totals) => {
    const step = async () => {
      await compiled.steps.train(batch, totals);
      await device.throttle(0);
    };
    await step();
    const firstStepMs = performance.now() - begin;
    const train = await measure(async () => void (await step()), seconds);
    const peakBytes = device.memory.bytes;
    const { stats } = await compiled.steps.profile(batch, totals);
    return { train, firstStepMs, peakBytes, stats };
  });
  const predict = await measure(async () => void (await compiled.steps.predict(batch)), seconds);
  return { ...training, predict };
}
