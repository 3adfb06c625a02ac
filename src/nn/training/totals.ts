import type { Device } from '../../engine/device.ts';
import { type Tensor, Variable } from '../../engine/tensor.ts';
import { accumulate, fill, multiply } from '../../ops/index.ts';
import type { Logs } from './logs.ts';

/** Names of what is summed up. */
export interface FigureNames {
  /** Means over all samples: the loss, then each metric. */
  readonly plain: readonly string[];
  /** Means in which each sample counts by its weight. */
  readonly weighted: readonly string[];
}

/** Running sums on the device, from which the means of loss and metrics follow. */
export class Totals {
  /** Tells apart the totals of one model. */
  readonly name: string;
  readonly #figures: FigureNames;
  /** `[sum, count]` of each figure, the plain ones first. */
  readonly #sums: readonly Variable[];
  /** `[sum, count]` of the samples' weights, where there are weighted figures. */
  readonly #weights: Variable | null;

  constructor(device: Device, name: string, figures: FigureNames) {
    const variable = (figure: string) =>
      new Variable(device, `${name} ${figure}`, { shape: [2], dtype: 'f32', data: new Float32Array(2) }, false);
    this.name = name;
    this.#figures = figures;
    this.#sums = [...figures.plain, ...figures.weighted].map(variable);
    this.#weights = figures.weighted.length === 0 ? null : variable('weights');
  }

  /**
   * Adds a value for each sample, `[batch]`, to each figure.
   *
   * @param plain in the order of the names.
   * @param weighted likewise, not multiplied by the weights yet.
   * @param weights `[batch]`; null counts each sample once.
   */
  add(plain: readonly Tensor[], weighted: readonly Tensor[], weights: Tensor | null): void {
    const values = [...plain, ...weighted.map((value) => (weights === null ? value : multiply(value, weights)))];
    for (const [i, value] of values.entries()) accumulate({ totals: this.#sums[i], values: value });
    if (this.#weights === null) return;
    accumulate({ totals: this.#weights, values: weights ?? fill(weighted[0].device, weighted[0].shape, 1) });
  }

  /** Starts the means anew. */
  reset(): void {
    for (const variable of [...this.#sums, ...(this.#weights === null ? [] : [this.#weights])]) {
      variable.assign(new Float32Array(2));
    }
  }

  /** The means since `reset`; waits for the device. Where all weights are 0, a weighted mean is 0, as in Keras. */
  async read(): Promise<Logs> {
    const { plain, weighted } = this.#figures;
    const [weights, ...sums] = await Promise.all([
      this.#weights?.data() ?? null,
      ...this.#sums.map((variable) => variable.data()),
    ]);
    const total = weights?.[0] ?? 0;
    return Object.fromEntries([
      ...plain.map((figure, i) => [figure, sums[i][0] / sums[i][1]] as const),
      ...weighted.map((figure, i) => [figure, total === 0 ? 0 : sums[plain.length + i][0] / total] as const),
    ]);
  }
}
