import type { Device } from '../../engine/device.ts';
import { Variable } from '../../engine/tensor.ts';
import type { Logs } from './logs.ts';

/** Running sums on the device, from which the means of loss and metrics follow. */
export class Totals {
  /** Tells apart the totals of one model. */
  readonly name: string;
  /** `[sum, count]` of the loss, then of each metric. */
  readonly variables: readonly Variable[];
  readonly #figures: readonly string[];

  /** @param figures names of the loss and of each metric, in order. */
  constructor(device: Device, name: string, figures: readonly string[]) {
    this.name = name;
    this.#figures = figures;
    this.variables = figures.map(
      (figure) =>
        new Variable(device, `${name} ${figure}`, { shape: [2], dtype: 'f32', data: new Float32Array(2) }, false),
    );
  }

  /** Starts the means anew. */
  reset(): void {
    for (const variable of this.variables) variable.assign(new Float32Array(2));
  }

  /** The means since `reset`; waits for the device. */
  async read(): Promise<Logs> {
    const sums = await Promise.all(this.variables.map((variable) => variable.data()));
    return Object.fromEntries(this.#figures.map((figure, i) => [figure, sums[i][0] / sums[i][1]]));
  }
}
