import { join } from 'node:path';
import { comparisonChart, saveChart, writeFileAtomic } from '../node/index.ts';
import type { ComparisonRow } from './comparison-run.ts';
import { formatTable, numbers } from './table.ts';

const CSV_COLUMNS = [
  'model',
  'parameters',
  'trainable',
  'epochs',
  'bestEpoch',
  'valAccuracy',
  'valLoss',
  'secondsPerEpoch',
  'predictMilliseconds',
] as const satisfies readonly (keyof ComparisonRow)[];

/** The comparison as a table for people, the most accurate model first. */
export function comparisonTable(rows: readonly ComparisonRow[]): string {
  const columns = [
    { title: 'model' },
    numbers('parameters'),
    numbers('trained'),
    numbers('val accuracy'),
    numbers('val loss'),
    numbers('best epoch'),
    numbers('s/epoch'),
    numbers('predict ms'),
  ];
  const cells = [...rows]
    .sort((a, b) => b.valAccuracy - a.valAccuracy)
    .map((row) => [
      row.model,
      row.parameters.toLocaleString('en-US'),
      row.trainable.toLocaleString('en-US'),
      row.valAccuracy.toFixed(4),
      row.valLoss.toFixed(4),
      row.bestEpoch === null ? '-' : `${row.bestEpoch} of ${row.epochs}`,
      row.secondsPerEpoch?.toFixed(1) ?? '-',
      row.predictMilliseconds.toFixed(1),
    ]);
  return formatTable(columns, cells);
}

/** Writes `comparison.csv`, `comparison.json` and `comparison.svg` into a folder. Throws `WriteError`. */
export async function writeComparison(folder: string, data: string, rows: readonly ComparisonRow[]): Promise<void> {
  const lines = rows.map((row) => CSV_COLUMNS.map((column) => csvCell(row[column])).join(','));
  await writeFileAtomic(join(folder, 'comparison.csv'), `${[CSV_COLUMNS.join(','), ...lines].join('\n')}\n`);
  await writeFileAtomic(join(folder, 'comparison.json'), `${JSON.stringify({ data, models: rows }, null, 2)}\n`);
  const chart = comparisonChart(
    rows.map(({ model }) => model),
    [{ name: 'Validation accuracy', values: rows.map(({ valAccuracy }) => valAccuracy) }],
    { title: `Models on ${data}`, range: [0, 1] },
  );
  await saveChart(chart, join(folder, 'comparison.svg'));
}

/** Text in quotation marks where it needs them (RFC 4180). */
function csvCell(value: string | number | null): string {
  const text = String(value ?? '');
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
