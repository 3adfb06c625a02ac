import type { Chart } from '../../charts/chart.ts';
import { ValueError } from '../../errors.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';
import { Html, html, nothing } from './html.ts';
import { FONT_FAMILY, pageColors, styleSheet } from './page-colors.ts';
import { curveCharts, matrixCharts, rocCharts } from './report-charts.ts';
import type { ReportContent } from './report-content.ts';
import { chartsSection, classesSection, factsSection, mistakesSection, numbersSection, tiles } from './sections.ts';
import { splitResults } from './split-results.ts';

/** Nothing is loaded, from anywhere; no script runs. */
const POLICY = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'";

/**
 * Writes a report as one HTML file that opens offline in any browser, in light and dark, on paper too: results, curves,
 * confusion matrices, ROC, classes, worst mistakes, and how it was made.
 *
 * @throws ValueError when there is no part of the data, or predictions do not fit the class names.
 * @throws WriteError when the file cannot be written.
 */
export async function writeReport(path: string, content: ReportContent): Promise<void> {
  await writeFileAtomic(path, await reportPage(content));
}

/** The page that `writeReport` writes. */
export async function reportPage(content: ReportContent): Promise<string> {
  const { title, subtitle = '', classNames, splits, facts = [] } = content;
  const results = splits.map((split) => splitResults(split, classNames));
  const [first] = results;
  if (first === undefined) throw new ValueError('A report needs at least one part of the data; splits is empty.');
  const [{ drawChart }, { embeddedFonts }] = await Promise.all([
    import('../charts/draw-chart.ts'),
    import('../font-files.ts'),
  ]);
  // Markup without the name space that only files need.
  const drawn = (chart: Chart) => new Html(drawChart(chart, pageColors).replace(/ xmlns="[^"]*"/, ''));
  const roc = rocCharts(results, classNames);
  const words = [title, subtitle, ...classNames, ...splits.map(({ name }) => name), JSON.stringify(facts)];
  const fonts = embeddedFonts(words.join(''), FONT_FAMILY);
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="generator" content="cnn-gpu">
<title>${title}</title><style>${new Html(styleSheet + fonts)}</style></head>
<body><header><h1>${title}</h1><p class="quiet">${subtitle}</p>${tiles(first)}</header><main>
${chartsSection('curves', 'Training', '', curveCharts(content).map(drawn))}
${numbersSection(results, classNames, roc === null ? nothing : drawn(roc))}
${chartsSection('matrices', 'Confusion', 'Rows are true classes, columns what the model said.', matrixCharts(results, classNames).map(drawn))}
${classesSection(results)}
${mistakesSection(content)}
${factsSection(facts)}
</main><footer>Written by cnn-gpu. This file is complete: it loads nothing and runs no script.</footer></body></html>
`;
  return page.markup;
}
