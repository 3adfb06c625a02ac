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

type Cells = readonly [layer: string, shape: string, parameters: string];

/** Column widths of Keras's table. */
const COLUMNS = [29, 26, 10];

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

const TITLES: Cells = ['Layer (type)', 'Output Shape', 'Param #'];

/**
 * The table that Keras 2 prints for a model, with wider columns where Keras would cut names off.
 * https://keras.io/api/models/model/#summary-method
 */
export function formatSummary(name: string, rows: readonly SummaryRow[], weights: readonly WeightSpec[]): string {
  const cells = rows.map(cellsOf);
  const widths = COLUMNS.map((width, i) => Math.max(width, ...cells.map((row) => row[i].length + 1)));
  const line = (row: Cells) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('')
      .trimEnd();
  const rule = (character: string) => character.repeat(widths.reduce((sum, width) => sum + width, 0));
  const { total, trainable, nonTrainable } = countParameters(weights);
  return [
    `Model: "${name}"`,
    rule('_'),
    line(TITLES),
    rule('='),
    ...cells.map(line),
    rule('='),
    `Total params: ${total.toLocaleString('en-US')}`,
    `Trainable params: ${trainable.toLocaleString('en-US')}`,
    `Non-trainable params: ${nonTrainable.toLocaleString('en-US')}`,
    rule('_'),
  ].join('\n');
}

function cellsOf({ name, className, outputShape, parameters }: SummaryRow): Cells {
  const shape = ['None', ...outputShape].join(', ');
  return [`${name} (${className})`, `(${shape}${outputShape.length === 0 ? ',' : ''})`, String(parameters)];
}
