import { type Shape, showShape, sizeOf } from '../../engine/shape.ts';
import type { WeightSpec } from '../layers/layer.ts';
import { checkOptionNames } from '../options.ts';
import type { ShapedNode } from './graph.ts';
import { Network } from './network.ts';

/** What a summary shows besides the layers. */
export interface SummaryOptions {
  /** Whether the layers of nested models are listed, too. Default false. */
  readonly expandNested?: boolean;
  /** Whether to tell below the table where the numbers of parameters come from. Default false. */
  readonly explain?: boolean;
  /** Whether to mark the layers that are not trained. Default false. */
  readonly showTrainable?: boolean;
}

/** A line of the summary. */
export interface SummaryRow {
  readonly name: string;
  readonly className: string;
  /** Without the batch. */
  readonly outputShape: Shape;
  readonly parameters: number;
  /** How many models it is nested in; 0 for the model's own layers. */
  readonly depth: number;
  readonly trainable: boolean;
  /** Names of the layers that it takes. */
  readonly inputs: readonly string[];
  readonly weights: readonly WeightSpec[];
}

/** A row for each layer, at its first use; nested models in one row, or with the rows of their layers below. */
export function summaryRows(network: Network, { expandNested = false }: SummaryOptions): readonly SummaryRow[] {
  return rowsOf(network, network.nodes, expandNested, 0);
}

function rowsOf(network: Network, nodes: readonly ShapedNode[], expandNested: boolean, depth: number): SummaryRow[] {
  return network.layers.flatMap((layer): SummaryRow[] => {
    const node = nodes.find((candidate) => candidate.layer === layer) as ShapedNode;
    const inner = layer instanceof Network ? layer.nodesFor(node.inputShapes) : null;
    const weights = inner === null ? node.weights : (layer as Network).leaves(inner).flatMap((leaf) => leaf.weights);
    const row: SummaryRow = {
      name: node.name,
      className: layer.className === 'Input' ? 'InputLayer' : layer.className,
      outputShape: node.outputShape,
      parameters: weights.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
      depth,
      trainable: layer.trainable,
      inputs: node.inputs.map((input) => nodes[input].name),
      weights: inner === null ? weights : [],
    };
    return [row, ...(expandNested && inner !== null ? rowsOf(layer as Network, inner, true, depth + 1) : [])];
  });
}

/** Column widths of Keras's table. */
const COLUMNS = [29, 26, 10];

/** Numbers of parameters: all, trained ones, and statistics or frozen ones. */
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

/**
 * The table that Keras 2 prints for a model, with wider columns where Keras would cut names off, and a column of what
 * each layer takes where that is not the row above. https://keras.io/api/models/model/#summary-method
 */
export function summaryText(network: Network, weights: readonly WeightSpec[], options: SummaryOptions): string {
  checkOptionNames('summary', options, ['expandNested', 'explain', 'showTrainable']);
  const rows = summaryRows(network, options);
  const branches = rows.some(({ depth, inputs }, i) => depth === 0 && i > 0 && inputs.join() !== nameBefore(rows, i));
  const cells = rows.map((row) => cellsOf(row, branches, options.showTrainable ?? false));
  const titles = ['Layer (type)', 'Output Shape', 'Param #', ...(branches ? ['Connected to'] : [])];
  if (options.showTrainable) titles.push('Trainable');
  const widths = titles.map((title, i) =>
    Math.max(COLUMNS[i] ?? title.length, ...cells.map((row) => row[i].length + 1)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('')
      .trimEnd();
  const rule = (character: string) => character.repeat(widths.reduce((sum, width) => sum + width, 0));
  const { total, trainable, nonTrainable } = countParameters(weights);
  return [
    `Model: "${network.name}"`,
    rule('_'),
    line(titles),
    rule('='),
    ...cells.map(line),
    rule('='),
    `Total params: ${total.toLocaleString('en-US')}`,
    `Trainable params: ${trainable.toLocaleString('en-US')}`,
    `Non-trainable params: ${nonTrainable.toLocaleString('en-US')}`,
    rule('_'),
    ...(options.explain ? explanation(summaryRows(network, { expandNested: true })) : []),
    ...notes(network),
  ].join('\n');
}

const nameBefore = (rows: readonly SummaryRow[], i: number): string =>
  rows
    .slice(0, i)
    .filter(({ depth }) => depth === 0)
    .at(-1)?.name ?? '';

function cellsOf(row: SummaryRow, connected: boolean, showTrainable: boolean): string[] {
  const { name, className, outputShape, parameters, depth, inputs, trainable } = row;
  const shape = ['None', ...outputShape].join(', ');
  const indent = depth === 0 ? '' : `${'|'.repeat(depth)} `;
  return [
    `${indent}${name} (${className})`,
    `(${shape}${outputShape.length === 0 ? ',' : ''})`,
    String(parameters),
    ...(connected ? [inputs.join(', ')] : []),
    ...(showTrainable ? [trainable ? 'Y' : 'N'] : []),
  ];
}

/** One line for each layer with weights: `conv2d: 448 = kernel [3, 3, 3, 16] 432 + bias [16] 16`. */
function explanation(rows: readonly SummaryRow[]): string[] {
  const lines = rows
    .filter(({ weights }) => weights.length > 0)
    .map(({ name, parameters, weights, trainable: isTrained }) => {
      const terms = weights.map(({ name: weight, shape, trainable }) => {
        const why = trainable ? (isTrained ? '' : ' (frozen)') : ' (a statistic: not trained)';
        return `${weight} ${showShape(shape)} ${sizeOf(shape).toLocaleString('en-US')}${why}`;
      });
      return `  ${name}: ${parameters.toLocaleString('en-US')} = ${terms.join(' + ')}`;
    });
  return ['Where the parameters come from:', ...lines, ...untrained(rows)];
}

/** What the parameters that are not trained are: `Not trained: 512 = 512 statistics, which follow the data`. */
function untrained(rows: readonly SummaryRow[]): string[] {
  const count = (wanted: (row: SummaryRow, weight: WeightSpec) => boolean) =>
    rows.reduce(
      (sum, row) => row.weights.reduce((part, weight) => part + (wanted(row, weight) ? sizeOf(weight.shape) : 0), sum),
      0,
    );
  const statistics = count((row, { trainable }) => !trainable && row.trainable);
  const frozen = count((row) => !row.trainable);
  if (statistics + frozen === 0) return [];
  const terms = [
    ...(statistics > 0 ? [`${statistics.toLocaleString('en-US')} statistics, which follow the data`] : []),
    ...(frozen > 0 ? [`${frozen.toLocaleString('en-US')} of frozen layers`] : []),
  ];
  return [`Not trained: ${(statistics + frozen).toLocaleString('en-US')} = ${terms.join(' + ')}`];
}

/** What is often mistaken: a nested model applied with `training: false` still trains, unless it is frozen. */
function notes(network: Network): string[] {
  return network.nodes
    .filter(({ layer, training }) => layer instanceof Network && training === false && layer.trainable)
    .map(({ name, layer, inputShapes }) => {
      const inner = layer as Network;
      const { trainable } = countParameters(inner.leaves(inner.nodesFor(inputShapes)).flatMap((leaf) => leaf.weights));
      return (
        `Note: "${name}" is applied with training: false, which does not freeze it: its ${trainable.toLocaleString('en-US')} ` +
        'trainable weights will be trained. To freeze them, set trainable = false before compile.'
      );
    });
}
