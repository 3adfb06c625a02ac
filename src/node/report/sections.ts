import { type Html, html, nothing } from './html.ts';
import type { PicturedMistake, ReportContent, ReportFacts } from './report-content.ts';
import type { SplitResults } from './split-results.ts';

const four = (value: number): string => (Number.isFinite(value) ? value.toFixed(4) : '–');
const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
const whole = (value: number): string => value.toLocaleString('en-US');
const interval = ({ low, high }: { low: number; high: number }): string => `${four(low)} – ${four(high)}`;

/** Which class counts as positive, or how classes are averaged. */
const reading = (classNames: readonly string[]): string =>
  classNames.length === 2
    ? `Positive class: “${classNames[1]}”.`
    : `Sensitivity, specificity, precision, F1 and AUC are means over the ${classNames.length} classes.`;

/** The most important numbers of the first part of the data, large. */
export function tiles({ split, measures, auc, accuracyInterval, aucInterval }: SplitResults): Html {
  const tile = (name: string, value: string, note: string) =>
    html`<div><dt>${name}</dt><dd>${value}<small>${note}</small></dd></div>`;
  const { labels } = split.predictions;
  const wrong = Math.round(measures.errorRate * labels.length);
  return html`<dl class="tiles" aria-label="Results on ${split.name}">${[
    tile(
      'Accuracy',
      percent(measures.accuracy),
      `95 %: ${percent(accuracyInterval.low)} – ${percent(accuracyInterval.high)}`,
    ),
    tile('Wrong', whole(wrong), `of ${whole(labels.length)} images`),
    tile('F1', four(measures.f1), 'precision and sensitivity'),
    tile('MCC', four(measures.mcc), 'from −1 to 1'),
    tile('AUC', four(auc), aucInterval === null ? 'mean of the classes' : `95 %: ${interval(aucInterval)}`),
    ...(split.loss === undefined ? [] : [tile('Loss', four(split.loss), split.name)]),
  ]}</dl>`;
}

/** The seven numbers, and some more, of all parts of the data, beside the ROC chart. */
export function numbersSection(results: readonly SplitResults[], classNames: readonly string[], roc: Html): Html {
  const row = (name: string, cellOf: (one: SplitResults) => Html | string) =>
    html`<tr><th scope="row">${name}</th>${results.map((one) => html`<td class="number">${cellOf(one)}</td>`)}</tr>`;
  const notes = results.flatMap(({ split, measures }) => measures.notes.map((note) => `${split.name}: ${note}`));
  return html`<section id="numbers"><h2>Results</h2>
<p class="quiet small">${reading(classNames)} Intervals hold the value in 95 of 100 cases (bootstrap).</p>
<div class="beside"><div class="scroll"><table>
<thead><tr><th scope="col">Measure</th>${results.map(({ split }) => html`<th scope="col" class="number">${split.name}</th>`)}</tr></thead>
<tbody>${[
    row('Images', ({ matrix }) => whole(matrix.total)),
    ...(results.some(({ split }) => split.loss !== undefined)
      ? [row('Loss', ({ split }) => four(split.loss ?? Number.NaN))]
      : []),
    row('Accuracy', ({ measures, accuracyInterval }) => withInterval(measures.accuracy, accuracyInterval)),
    row('Error rate', ({ measures }) => four(measures.errorRate)),
    row('Sensitivity (recall)', ({ measures }) => four(measures.sensitivity)),
    row('Specificity', ({ measures }) => four(measures.specificity)),
    row('Precision', ({ measures }) => four(measures.precision)),
    row('F1 score', ({ measures }) => four(measures.f1)),
    row('Matthews correlation (MCC)', ({ measures }) => four(measures.mcc)),
    row('Area under the ROC curve (AUC)', ({ auc, aucInterval }) => withInterval(auc, aucInterval)),
    row('Expected calibration error', ({ calibration }) => four(calibration.error)),
  ]}</tbody></table></div><figure>${roc}</figure></div>${
    notes.length === 0 ? nothing : html`<ul class="notes">${notes.map((note) => html`<li>${note}</li>`)}</ul>`
  }</section>`;
}

const withInterval = (value: number, range: { low: number; high: number } | null): Html =>
  range === null || Number.isNaN(range.low)
    ? html`${four(value)}`
    : html`${four(value)}<small>${interval(range)}</small>`;

/** Charts under a heading; nothing without any. */
export function chartsSection(id: string, heading: string, text: string, charts: readonly Html[]): Html {
  if (charts.length === 0) return nothing;
  return html`<section id="${id}"><h2>${heading}</h2>${text === '' ? nothing : html`<p class="quiet small">${text}</p>`}
<div class="charts ${id}">${charts.map((chart) => html`<figure>${chart}</figure>`)}</div></section>`;
}

/** Below this share a class is marked. */
const WEAK = 0.5;

/** Precision, recall and the like of each class in each part of the data. */
export function classesSection(results: readonly SplitResults[]): Html {
  return html`<section id="classes"><h2>Classes</h2>
<p class="quiet small">Each class against the rest. Values below ${WEAK} stand out.</p><div class="beside">${results.map(classTable)}</div></section>`;
}

function classTable({ split, classes, classAucs }: SplitResults): Html {
  const cell = (value: number) => html`<td class="number${value < WEAK ? ' weak' : ''}">${four(value)}</td>`;
  const averages = [
    ['Mean', classes.macro],
    ['Mean by images', classes.weighted],
  ] as const;
  return html`<div class="scroll"><table><caption>${split.name}</caption>
<thead><tr><th scope="col">Class</th><th scope="col" class="number">Precision</th><th scope="col" class="number">Recall</th><th scope="col" class="number">F1</th><th scope="col" class="number">AUC</th><th scope="col" class="number">Images</th></tr></thead>
<tbody>${classes.classes.map(
    ({ className, precision, recall, f1, support }, i) =>
      html`<tr><th scope="row">${className}</th>${[cell(precision), cell(recall)]}<td class="number${f1 < WEAK ? ' weak' : ''}">${four(f1)}</td>${cell(classAucs[i] ?? Number.NaN)}<td class="number">${whole(support)}</td></tr>`,
  )}${averages.map(
    ([name, { precision, recall, f1, support }], i) =>
      html`<tr class="average${i === 0 ? ' first' : ''}"><th scope="row">${name}</th>${[precision, recall, f1].map(
        (value) => html`<td class="number">${four(value)}</td>`,
      )}<td></td><td class="number">${whole(support)}</td></tr>`,
  )}</tbody></table></div>`;
}

/** Pictures of the worst mistakes of each part of the data that has them. */
export function mistakesSection({ splits, classNames }: ReportContent): Html {
  const shown = splits.filter(({ mistakes = [] }) => mistakes.length > 0);
  if (shown.length === 0) return nothing;
  return html`<section id="mistakes"><h2>Worst mistakes</h2>
<p class="quiet small">The wrong answers that the model was surest of. Numbers count the images in the order they were read, from 0.</p>${shown.map(
    ({ name, mistakes = [] }) =>
      html`<h3>${name}</h3><div class="mistakes">${mistakes.map((mistake) => mistakeFigure(mistake, classNames))}</div>`,
  )}</section>`;
}

function mistakeFigure(
  { index, label, predicted, score, labelScore, picture }: PicturedMistake,
  names: readonly string[],
): Html {
  const [truth, answer] = [names[label] as string, names[predicted] as string];
  const image =
    picture === null
      ? nothing
      : html`<img class="${picture.startsWith('data:image/png') ? 'small' : 'photo'}" src="${picture}" alt="Image ${index}, a “${truth}” taken for “${answer}”">`;
  return html`<figure>${image}<figcaption><b>${answer}</b> (${percent(score)})<br><span class="quiet">is ${truth} (${percent(labelScore)})<br>image ${index}</span></figcaption></figure>`;
}

/** Settings, device, versions. */
export function factsSection(facts: readonly ReportFacts[]): Html {
  if (facts.length === 0) return nothing;
  return html`<section id="facts"><h2>How it was made</h2><div class="facts">${facts.map(
    ({ heading, rows }) =>
      html`<div><h3>${heading}</h3><table><tbody>${rows.map(
        ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
      )}</tbody></table></div>`,
  )}</div></section>`;
}
