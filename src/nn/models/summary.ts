import { type Shape, sizeOf } from '../../engine/shape.ts';
import type { WeightSpec } from '../layers/layer.ts';

/** A line of the summary. */
export interface SummaryRow {
  readonly name: string;
  readonly className: string;
  /** Without the batch. */
  readonly outputShape: Shape;
  readonly parameters: number;
}

/** Column widths of Keras's table: name and class, output shape, number of parameters. */
const COLUMNS = [29, 26, 10];
const WIDTH = 65;

/** Numbers of parameters: all, trained ones, and statistics. */
export function countParameters(weights: readonly WeightSpec[]): {
  total: number;
  trainable: number;
  nonTrainable: number;
} {
  const count = (wanted: boolean) =>
    weights.filter(({ trainable }) => trainable === wanted).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  const trainable = count(true);
  const nonTrainable = count(false);
  return { total: trainable + nonTrainable, trainable, nonTrainable };
}

/** The table that Keras 2 prints for a model. https://keras.io/api/models/model/#summary-method */
export function formatSummary(name: string, rows: readonly SummaryRow[], weights: readonly WeightSpec[]): string {
  const line = (...cells: string[]) =>
    cells
      .map((cell, i) => cell.padEnd(COLUMNS[i] as number))
      .join('')
      .trimEnd();
  const { total, trainable, nonTrainable } = countParameters(weights);
  return [
    `Model: "${name}"`,
    '_'.repeat(WIDTH),
    line('Layer (type)', 'Output Shape', 'Param #'),
    '='.repeat(WIDTH),
    ...rows.map(({ name: layer, className, outputShape, parameters }) =>
      line(
        `${layer} (${className}) `,
        `(${['None', ...outputShape].join(', ')}${outputShape.length === 0 ? ',' : ''}) `,
        String(parameters),
      ),
    ),
    '='.repeat(WIDTH),
    `Total params: ${total.toLocaleString('en-US')}`,
    `Trainable params: ${trainable.toLocaleString('en-US')}`,
    `Non-trainable params: ${nonTrainable.toLocaleString('en-US')}`,
    '_'.repeat(WIDTH),
  ].join('\n');
}
