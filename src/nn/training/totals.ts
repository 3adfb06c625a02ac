import type { Device } from '../../engine/device.ts';
import { type Tensor, Variable } from '../../engine/tensor.ts';
import { accumulate, fill, multiply, reshape } from '../../ops/index.ts';
import type { Metric } from '../metrics/metric.ts';
import type { Logs } from './logs.ts';

/** What is summed up under a name. */
export interface FigureSpec {
  readonly name: string;
  /** Whether the sum is divided by a sum of its own, and not by the number of samples. */
  readonly counted: boolean;
}

/** A batch's values of a figure. */
export interface FigureValues {
  /** One for each sample, `[batch]`, or several: `[batch, …]`. */
  readonly values: Tensor;
  /** What each value counts, where that is not 1. */
  readonly counts: Tensor | null;
}

/** A metric's values, each sample counted once. */
export const valuesOf = (metric: Metric, target: Tensor, output: Tensor): FigureValues => ({
  values: metric.call(target, output),
  counts: metric.counts?.(target, output) ?? null,
});

/** A metric's values, each sample counted by its weight; without weights once. */
export function weightedValuesOf(metric: Metric, target: Tensor, output: Tensor, weights: Tensor | null): FigureValues {
  const { values, counts } = valuesOf(metric, target, output);
  if (weights === null) return { values, counts: counts ?? fill(values.device, values.shape, 1) };
  const counted = counts ?? fill(values.device, values.shape, 1);
  return { values: weighted(values, weights), counts: weighted(counted, weights) };
}

/** Values times the weights of their samples: `[batch]`, or with further axes where a sample has several. */
export const weighted = (values: Tensor, weights: Tensor): Tensor =>
  multiply(values, reshape(weights, [weights.size, ...values.shape.slice(1).map(() => 1)]));

/** Running sums on the device, from which the means of loss and metrics follow. */
export class Totals {
  /** Tells apart the totals of one model. */
  readonly name: string;
  readonly #figures: readonly {
    readonly name: string;
    /** `[sum, number of samples]`. */
    readonly sum: Variable;
    /** Likewise of what the samples count. */
    readonly counts: Variable | null;
  }[];

  constructor(device: Device, name: string, figures: readonly FigureSpec[]) {
    const variable = (figure: string) =>
      new Variable(device, `${name} ${figure}`, { shape: [2], dtype: 'f32', data: new Float32Array(2) }, false);
    this.name = name;
    this.#figures = figures.map((figure) => ({
      name: figure.name,
      sum: variable(figure.name),
      counts: figure.counted ? variable(`${figure.name} counts`) : null,
    }));
  }

  /** Adds a batch's values, in the order of the figures. */
  add(batch: readonly FigureValues[]): void {
    for (const [i, { values, counts }] of batch.entries()) {
      const figure = this.#figures[i];
      accumulate({ totals: figure.sum, values });
      if (figure.counts !== null && counts !== null) accumulate({ totals: figure.counts, values: counts });
    }
  }

  /** Starts the means anew. */
  reset(): void {
    for (const { sum, counts } of this.#figures) {
      sum.assign(new Float32Array(2));
      counts?.assign(new Float32Array(2));
    }
  }

  /** Gives the memory back. */
  dispose(): void {
    for (const { sum, counts } of this.#figures) {
      sum.dispose();
      counts?.dispose();
    }
  }

  /** The means since `reset`; waits for the device. Where nothing counts, a mean is 0, as in Keras. */
  async read(): Promise<Logs> {
    const means = this.#figures.map(async ({ name, sum, counts }) => {
      const [[total, samples], counted] = await Promise.all([sum.data(), counts?.data()]);
      const divisor = counted === undefined ? samples : counted[0];
      return [name, counted !== undefined && divisor === 0 ? 0 : total / divisor] as const;
    });
    return Object.fromEntries(await Promise.all(means));
  }
}
