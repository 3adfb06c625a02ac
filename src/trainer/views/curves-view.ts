import { type Measured, trainingCurves } from '../../charts/training-curves.ts';
import { element } from './element.ts';
import { figuresTable } from './figures-table.ts';
import { latest } from './latest.ts';

const HEIGHT = 220;
/** Milliseconds from one drawing to the next. */
const PAUSE = 250;
/** Narrower than this a chart cannot be read. */
const NARROWEST = 240;

/** Curves of loss and accuracy, and the same figures in a table. */
export interface CurvesView {
  readonly root: HTMLElement;
  update(history: Measured): void;
}

/** An empty place until there is an epoch to draw. The charting library is loaded then. */
export function curvesView(onError: (error: unknown) => void): CurvesView {
  const accuracy = element('div', { class: 'chart' });
  const loss = element('div', { class: 'chart' });
  const charts = element('div', { class: 'charts', part: 'curves' }, accuracy, loss);
  const table = element('div', { class: 'scroll' });
  const asTable = element('details', { class: 'figures' }, element('summary', {}, 'Figures of each epoch'), table);
  const root = element('div', { class: 'curves', hidden: true }, charts, asTable);
  let history: Measured = {};

  const draw = async () => {
    if (asTable.open) table.replaceChildren(figuresTable(history));
    const { drawCurves } = await import('./draw-curves.ts');
    for (const [place, metric, title] of [
      [accuracy, 'accuracy', 'Accuracy'],
      [loss, 'loss', 'Loss'],
    ] as const) {
      const width = Math.max(NARROWEST, Math.floor(place.clientWidth));
      const panel = { metric, title, labels: ['Training', 'Validation'], legend: 'beside title', yName: '' } as const;
      place.replaceChildren(drawCurves(trainingCurves(history, { panels: [panel], width, height: HEIGHT })));
    }
    // Epochs may be short, and there may be thousands of them.
    await new Promise((later) => setTimeout(later, PAUSE));
  };
  const redraw = latest(async () => {
    if (history['loss']?.length) await draw().catch(onError);
  });
  asTable.addEventListener('toggle', () => redraw(null));
  let width = 0;
  const resized = new ResizeObserver(() => {
    if (charts.clientWidth !== width) redraw(null);
    width = charts.clientWidth;
  });
  resized.observe(charts);
  return {
    root,
    update(measured) {
      if (measured === history) return;
      history = measured;
      root.hidden = !history['loss']?.length;
      redraw(null);
    },
  };
}
