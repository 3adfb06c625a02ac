import type { StoredObject } from '../../formats/stored-model.ts';
import { byName } from '../options.ts';
import { CosineDecay } from '../schedules/cosine-decay.ts';
import { ExponentialDecay } from '../schedules/exponential-decay.ts';
import { InverseTimeDecay } from '../schedules/inverse-time-decay.ts';
import { PiecewiseConstantDecay } from '../schedules/piecewise-constant-decay.ts';
import { PolynomialDecay } from '../schedules/polynomial-decay.ts';
import type { LearningRate, Schedule } from '../schedules/schedules.ts';
import { Adam, AdamW } from './adam.ts';
import type { Optimizer } from './optimizer.ts';
import { RMSprop } from './rmsprop.ts';
import { SGD } from './sgd.ts';

const optimizers = {
  adam: () => new Adam(),
  adamw: () => new AdamW(),
  sgd: () => new SGD(),
  rmsprop: () => new RMSprop(),
};

export type OptimizerName = keyof typeof optimizers;

/** The optimizer of a name, with default options. Throws `ValueError` that lists the names. */
export const optimizerByName = (name: string): Optimizer => byName('optimizer', name, optimizers)();

const classes = { Adam, AdamW, SGD, RMSprop };
const schedules = { CosineDecay, ExponentialDecay, InverseTimeDecay, PiecewiseConstantDecay, PolynomialDecay };

/**
 * The optimizer that a config describes: `optimizer.config()`, or what a file holds.
 *
 * @throws ValueError for unknown classes and options.
 */
export function optimizerFromConfig({ className, config }: StoredObject): Optimizer {
  const OptimizerClass = byName('optimizer', className, classes) as new (options: object) => Optimizer;
  return new OptimizerClass({ ...config, learningRate: learningRateFromConfig(config['learningRate']) });
}

function learningRateFromConfig(rate: unknown): LearningRate | undefined {
  if (typeof rate !== 'object' || rate === null) return rate as number | undefined;
  return scheduleFromConfig(rate as StoredObject);
}

/** The schedule that a config describes. Throws `ValueError` for unknown classes and options. */
export function scheduleFromConfig({ className, config }: StoredObject): Schedule {
  const ScheduleClass = byName('schedule', className, schedules) as new (options: object) => Schedule;
  return new ScheduleClass(config);
}
