import type { Tensor } from '../../engine/tensor.ts';
import { ShapeError, ValueError } from '../../errors.ts';
import type { StoredObject } from '../../formats/stored-model.ts';
import { fill, greaterEqual, multiply, subtract, sum } from '../../ops/index.ts';
import { checkOptionNames } from '../options.ts';
import type { Metric } from './metric.ts';

export interface PrecisionAndRecallOptions {
  /** The key in `history`. */
  readonly name?: string;
  /** Outputs above this are a yes. Default 0.5. */
  readonly threshold?: number;
}

/** What both metrics count: yes-or-no outputs `[batch, outputs]` with targets 0 and 1, all outputs together. */
abstract class TruePositives implements Metric {
  readonly name: string;
  readonly #className: string;
  readonly #threshold: number;

  constructor(className: string, defaultName: string, options: PrecisionAndRecallOptions) {
    checkOptionNames(className, options, ['name', 'threshold']);
    const { name = defaultName, threshold = 0.5 } = options;
    if (!Number.isFinite(threshold)) {
      throw new ValueError(`${className}: threshold is ${threshold}; a number is expected.`, { threshold });
    }
    this.name = name;
    this.#className = className;
    this.#threshold = threshold;
  }

  call(target: Tensor, output: Tensor): Tensor {
    if (target.dtype !== 'f32') {
      throw new ShapeError(
        `metric "${this.name}"`,
        { target: target.shape, output: output.shape },
        'takes yes-or-no outputs with targets 0 and 1, but the targets are class indices. Give the model one output, or ' +
          'look at the classes after the training by a report.',
      );
    }
    return perSample(multiply(this.said(output), target));
  }

  config(): StoredObject {
    return { className: this.#className, config: { name: this.name, threshold: this.#threshold } };
  }

  abstract counts(target: Tensor, output: Tensor): Tensor;

  /** 1 where the output says yes. */
  protected said(output: Tensor): Tensor {
    const no = greaterEqual(fill(output.device, [], this.#threshold), output);
    return subtract(fill(output.device, [], 1), no);
  }
}

const perSample = (x: Tensor): Tensor => sum(x, { axis: x.shape.slice(1).map((_, i) => i + 1) });

/** The share of right ones among the yeses that were said. https://keras.io/api/metrics/classification_metrics/ */
export class Precision extends TruePositives {
  constructor(options: PrecisionAndRecallOptions = {}) {
    super('Precision', 'precision', options);
  }

  counts(_target: Tensor, output: Tensor): Tensor {
    return perSample(this.said(output));
  }
}

/** The share of the true yeses that were said. https://keras.io/api/metrics/classification_metrics/ */
export class Recall extends TruePositives {
  constructor(options: PrecisionAndRecallOptions = {}) {
    super('Recall', 'recall', options);
  }

  counts(target: Tensor, _output: Tensor): Tensor {
    return perSample(target);
  }
}
