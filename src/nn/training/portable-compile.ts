import { ValueError } from '../../errors.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import { lossConfig, lossFromConfig } from '../losses/losses.ts';
import type { Metric } from '../metrics/metric.ts';
import { metricFromConfig } from '../metrics/metrics.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import { optimizerFromConfig, scheduleFromConfig } from '../optimizers/optimizers.ts';
import { type TrainingOptions, trainingSettings } from './compiled.ts';

/** How a model is trained, as plain JSON: for another thread. */
export interface PortableCompile {
  readonly optimizer: StoredObject;
  readonly loss: StoredObject;
  readonly metrics: readonly StoredObject[];
  readonly weightedMetrics: readonly StoredObject[];
  readonly seed: number;
}

/**
 * Options of `compile` as plain JSON.
 *
 * @throws ValueError for unknown names and values, and for an optimizer, a schedule, a loss or a metric of a class that is
 *   not one of cnn-gpu's: code does not cross to another thread.
 */
export function portableCompile(options: TrainingOptions): PortableCompile {
  const { optimizer, loss, metrics, weightedMetrics, seed } = trainingSettings(options);
  return {
    optimizer: portableOptimizer(optimizer),
    loss: portable('loss', loss, lossConfig(loss), lossFromConfig),
    metrics: metrics.map(portableMetric),
    weightedMetrics: weightedMetrics.map(portableMetric),
    seed,
  };
}

/** The options of `compile` that a {@link portableCompile} describes. */
export const compileFromPortable = (compile: PortableCompile): TrainingOptions => ({
  optimizer: optimizerFromConfig(compile.optimizer),
  loss: lossFromConfig(compile.loss),
  metrics: compile.metrics.map(metricFromConfig),
  weightedMetrics: compile.weightedMetrics.map(metricFromConfig),
  seed: compile.seed,
});

const portableMetric = (metric: Metric): StoredObject =>
  portable('metric', metric, metric.config?.() ?? { className: metric.name, config: {} }, metricFromConfig);

/** A config that stands for the whole object: what is made of it is of the same class. */
function portable<T extends object>(
  what: string,
  object: T,
  config: StoredObject,
  make: (config: StoredObject) => object,
): StoredObject {
  let made: object | null = null;
  let cause: unknown;
  try {
    made = make(config);
  } catch (error) {
    cause = error;
  }
  if (made?.constructor === object.constructor) return config;
  throw ownClass(what, object, cause);
}

function portableOptimizer(optimizer: Optimizer): StoredObject {
  const config = optimizer.config();
  const { learningRate } = optimizer;
  const described = config.config['learningRate'];
  if (typeof learningRate === 'object') {
    // A schedule without a description stands in the config as the first rate.
    if (typeof described !== 'object') throw ownClass('learning rate schedule', learningRate);
    portable('learning rate schedule', learningRate, described as StoredObject, scheduleFromConfig);
  }
  return portable('optimizer', optimizer, config, optimizerFromConfig);
}

const ownClass = (what: string, object: object, cause?: unknown) =>
  new ValueError(
    `The ${what} is of a class of its own, ${object.constructor.name}, whose code does not cross to a worker. Take one ` +
      'of cnn-gpu, or train on this thread: model.fit.',
    { className: object.constructor.name, ...(cause instanceof Error ? { reason: cause.message } : {}) },
  );
