import type { Tensor } from '../../engine/tensor.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import * as ops from '../../ops/index.ts';
import type { Loss } from '../losses/loss.ts';
import { lossConfig, lossFromConfig } from '../losses/losses.ts';
import { MeanAbsoluteError, MeanSquaredError } from '../losses/regression-losses.ts';
import { byName, checkOptionNames, checkPositiveInteger } from '../options.ts';
import type { Metric } from './metric.ts';
import { Precision, Recall } from './precision-and-recall.ts';

/**
 * Share of right answers. As in Keras, what "right" is follows from the targets: class indices, one-hot rows, or
 * yes-or-no outputs (above 0.5). https://keras.io/api/metrics/accuracy_metrics/
 */
export class Accuracy implements Metric {
  readonly name: string;

  constructor(options: { readonly name?: string } = {}) {
    checkOptionNames('Accuracy', options, ['name']);
    this.name = options.name ?? 'accuracy';
  }

  call(target: Tensor, output: Tensor): Tensor {
    if (target.dtype === 'u32') return ops.sparseCategoricalAccuracy({ target, output });
    if (output.shape.at(-1) === 1) return ops.binaryAccuracy({ target, output });
    return ops.categoricalAccuracy({ target, output });
  }

  config(): StoredObject {
    return { className: 'Accuracy', config: { name: this.name } };
  }
}

/** Share of samples whose class is among the `k` highest outputs. https://keras.io/api/metrics/accuracy_metrics/ */
export class TopKCategoricalAccuracy implements Metric {
  readonly name: string;
  readonly #k: number;

  constructor(options: { readonly k?: number; readonly name?: string } = {}) {
    checkOptionNames('TopKCategoricalAccuracy', options, ['k', 'name']);
    const { k = 5, name = 'topKCategoricalAccuracy' } = options;
    checkPositiveInteger('TopKCategoricalAccuracy: k', k);
    this.#k = k;
    this.name = name;
  }

  call(target: Tensor, output: Tensor): Tensor {
    const attrs = { k: this.#k };
    if (target.dtype === 'u32') return ops.sparseTopKCategoricalAccuracy({ target, output }, attrs);
    return ops.topKCategoricalAccuracy({ target, output }, attrs);
  }

  config(): StoredObject {
    return { className: 'TopKCategoricalAccuracy', config: { k: this.#k, name: this.name } };
  }
}

/** What a loss gives, as a figure that training does not follow. Targets are in the form that the model's loss takes. */
export class LossMetric implements Metric {
  readonly name: string;
  readonly #loss: Loss;

  /** @param options.name the key in `history`; default the loss's name. */
  constructor(loss: Loss, options: { readonly name?: string } = {}) {
    checkOptionNames('LossMetric', options, ['name']);
    this.name = options.name ?? loss.name;
    this.#loss = loss;
  }

  call(target: Tensor, output: Tensor): Tensor {
    return this.#loss.call(target, output);
  }

  config(): StoredObject {
    return { className: 'LossMetric', config: { loss: lossConfig(this.#loss), name: this.name } };
  }
}

const metrics = {
  accuracy: () => new Accuracy(),
  acc: () => new Accuracy({ name: 'acc' }),
  topKCategoricalAccuracy: () => new TopKCategoricalAccuracy(),
  meanSquaredError: () => new LossMetric(new MeanSquaredError()),
  mse: () => new LossMetric(new MeanSquaredError(), { name: 'mse' }),
  meanAbsoluteError: () => new LossMetric(new MeanAbsoluteError()),
  mae: () => new LossMetric(new MeanAbsoluteError(), { name: 'mae' }),
  precision: () => new Precision(),
  recall: () => new Recall(),
};

export type MetricName = keyof typeof metrics;

/** The metric of a name, with default options. Throws `ValueError` that lists the names. */
export const metricByName = (name: string): Metric => byName('metric', name, metrics)();

const classes = {
  Accuracy: (options: object) => new Accuracy(options),
  TopKCategoricalAccuracy: (options: object) => new TopKCategoricalAccuracy(options),
  LossMetric: ({ loss, ...options }: { readonly loss?: StoredObject }) =>
    new LossMetric(lossFromConfig(loss as StoredObject), options),
  Precision: (options: object) => new Precision(options),
  Recall: (options: object) => new Recall(options),
};

/** The metric of a class with the options of its `config()`. Throws `ValueError` for unknown classes and options. */
export const metricFromConfig = ({ className, config }: StoredObject): Metric =>
  byName('metric', className, classes)(config);
