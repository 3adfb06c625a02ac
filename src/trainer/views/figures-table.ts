import type { Measured } from '../../charts/training-curves.ts';
import { element } from './element.ts';

const COLUMNS = [
  ['loss', 'Loss', (value: number) => value.toFixed(4)],
  ['accuracy', 'Accuracy', (value: number) => percent(value)],
  ['val_loss', 'Validation loss', (value: number) => value.toFixed(4)],
  ['val_accuracy', 'Validation accuracy', (value: number) => percent(value)],
] as const;

/** A share as people read it: `97.3 %`. */
export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** More rows nobody reads; the earliest are left out. */
const MOST_ROWS = 500;

/** The figures of the epochs, the latest first. */
export function figuresTable(history: Measured): HTMLTableElement {
  const columns = COLUMNS.filter(([name]) => name in history);
  const epochs = history['loss']?.length ?? 0;
  const rows = Array.from({ length: Math.min(epochs, MOST_ROWS) }, (_, i) => epochs - 1 - i).map((epoch) =>
    element(
      'tr',
      {},
      element('th', { scope: 'row' }, String(epoch + 1)),
      ...columns.map(([name, , show]) => element('td', {}, show(history[name]?.[epoch] ?? Number.NaN))),
    ),
  );
  const titles = columns.map(([, title]) => element('th', { scope: 'col' }, title));
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, element('th', { scope: 'col' }, 'Epoch'), ...titles)),
    element('tbody', {}, ...rows),
  );
}
