import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Predictions } from '../../../src/evaluation/index.ts';
import { html } from '../../../src/node/report/html.ts';
import { MistakePictures } from '../../../src/node/report/mistake-pictures.ts';
import type { ReportContent } from '../../../src/node/report/report-content.ts';
import { writeFigures } from '../../../src/node/report/write-figures.ts';
import { reportPage, writeReport } from '../../../src/node/report/write-report.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

/** Six samples of two classes; the second and the fifth are mistaken. */
const predictions: Predictions = {
  labels: Uint32Array.of(0, 0, 0, 1, 1, 1),
  predicted: Uint32Array.of(0, 1, 0, 1, 0, 1),
  scores: Float32Array.of(0.9, 0.1, 0.25, 0.75, 0.8, 0.2, 0.3, 0.7, 0.6, 0.4, 0.05, 0.95),
  classes: 2,
};
const HOSTILE = `"><img src=x onerror='alert(1)'><script>alert(2)</script>`;
const content: ReportContent = {
  title: 'Cats and dogs',
  subtitle: 'Today',
  classNames: ['cats', 'dogs'],
  history: { accuracy: [0.5, 0.75], loss: [1, 0.5], val_accuracy: [0.4, 0.5], val_loss: [1.1, 0.9] },
  splits: [
    { name: 'Validation', predictions, loss: 0.25 },
    { name: 'Training', predictions: { ...predictions, predicted: predictions.labels } },
  ],
  facts: [{ heading: 'Machine', rows: [['Device', 'A GPU']] }],
};

/** Text of a page in the order of its cells. */
const cellsOf = (page: string): string[] =>
  [...page.matchAll(/<(?:td|th|dd|dt)\b[^>]*>(.*?)<\/(?:td|th|dd|dt)>/gs)].map(([, cell = '']) =>
    cell.replace(/<[^>]*>/g, ' ').trim(),
  );

describe('html', () => {
  it('escapes text in elements and attributes, and keeps markup', () => {
    const part = html`<b title="${'"\'<>&'}">${'<i>'}</b>`;
    expect(html`${part}${[part]}${1}`.markup).toBe(
      `${`<b title="&#34;&#39;&#60;&#62;&#38;">&#60;i&#62;</b>`.repeat(2)}1`,
    );
  });
});

describe('reportPage', () => {
  it('tells the seven numbers of each part', async () => {
    const cells = cellsOf(await reportPage(content));
    const row = (name: string) =>
      cells.slice(cells.indexOf(name) + 1, cells.indexOf(name) + 3).map((cell) => cell.slice(0, 6));
    expect(row('Error rate')).toEqual(['0.3333', '0.0000']);
    expect(row('Sensitivity (recall)')).toEqual(['0.6667', '1.0000']);
    expect(row('Specificity')).toEqual(['0.6667', '1.0000']);
    expect(row('Precision')).toEqual(['0.6667', '1.0000']);
    expect(row('F1 score')).toEqual(['0.6667', '1.0000']);
    expect(row('Matthews correlation (MCC)')).toEqual(['0.3333', '1.0000']);
    // Positives .7 .4 .95, negatives .1 .75 .2: 2 + 2 + 3 of 9 pairs.
    expect(row('Area under the ROC curve (AUC)')).toEqual(['0.7778', '0.7778']);
    expect(row('Loss').at(0)).toBe('0.2500');
    expect(row('Device').at(0)).toBe('A GPU');
  });

  it('loads nothing and runs nothing', async () => {
    const page = await reportPage(content);
    expect(page.match(/https?:|\/\/[a-z]|<script|<link|<iframe|<object|@import|\son\w+=/gi)).toBeNull();
    expect([...page.matchAll(/(?:src|href)="([^"]*)"/g)]).toEqual([]);
    expect(page).toContain(
      `content="default-src &#39;none&#39;; img-src data:; font-src data:; style-src &#39;unsafe-inline&#39;"`,
    );
  });

  it('has a chart for accuracy, loss, both confusion matrices and ROC, each with a name', async () => {
    const page = await reportPage(content);
    const titles = [...page.matchAll(/<svg role="img"[^>]*><title>(.*?)<\/title>/g)].map(([, title]) => title);
    expect(titles).toEqual([
      'Training and Validation Accuracy, over 2 epochs',
      'Training and Validation Loss, over 2 epochs',
      'ROC curve of &#34;dogs&#34;: Training (AUC = 0.7778); Validation (AUC = 0.7778)',
      'Confusion matrix: Validation: 4 of 6 samples on the diagonal, 2 classes',
      'Confusion matrix: Training: 6 of 6 samples on the diagonal, 2 classes',
    ]);
  });

  it('has unbroken references between its parts: no id stands twice', async () => {
    const ids = [...(await reportPage(content)).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
  });

  it('takes colors from the style sheet, for light and dark', async () => {
    const page = await reportPage(content);
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toMatch(/stroke="var\(--series-0\)"/);
  });

  it('escapes every name that comes from outside', async () => {
    const page = await reportPage({
      ...content,
      title: HOSTILE,
      subtitle: HOSTILE,
      classNames: [HOSTILE, 'b'],
      splits: [{ name: HOSTILE, predictions, mistakes: [{ ...mistake, picture: 'data:image/png;base64,AA==' }] }],
      facts: [{ heading: HOSTILE, rows: [[HOSTILE, HOSTILE]] }],
    });
    expect(page.match(/<script|<img src=x|onerror='/g)).toBeNull();
    expect(page.match(/<img\b[^>]*>/g)?.length).toBe(1);
  });

  it('brings the font of Chinese names with it, and no font without them', async () => {
    expect((await reportPage(content)).includes('@font-face')).toBe(false);
    const page = await reportPage({ ...content, classNames: ['猴痘', 'others'] });
    expect(page).toMatch(/@font-face \{ font-family: "Noto Sans SC of the report"; src: url\(data:font\/woff2;base64,/);
  });

  it('says what is set to 0 for want of samples', async () => {
    const split = { name: 'Test', predictions: { ...predictions, predicted: new Uint32Array(6) } };
    const page = await reportPage({ ...content, splits: [split] });
    expect(page).toContain('<li>Test: Precision of &#34;dogs&#34; is set to 0: no sample was predicted to be it.</li>');
  });

  it('takes samples of one class only, and several classes', async () => {
    const one = { ...predictions, labels: new Uint32Array(6) };
    const page = await reportPage({ ...content, splits: [{ name: 'Test', predictions: one }] });
    expect(cellsOf(page)).toContain('–');
    const three: Predictions = {
      labels: Uint32Array.of(0, 1, 2),
      predicted: Uint32Array.of(0, 1, 1),
      scores: Float32Array.of(0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.1, 0.6, 0.3),
      classes: 3,
    };
    const several = await reportPage({
      title: 't',
      classNames: ['a', 'b', 'c'],
      splits: [{ name: 'T', predictions: three }],
    });
    expect(several).toContain('ROC curves, each class against the rest: T: a (AUC = 1.0000); b (AUC = 1.0000)');
  });

  it('leaves out what cannot be drawn of a thousand classes', async () => {
    const classNames = Array.from({ length: 1000 }, (_, i) => `class ${i}`);
    const scores = new Float32Array(6 * 1000).fill(0.001);
    const split = { name: 'Test', predictions: { ...predictions, scores, classes: 1000 } };
    const page = await reportPage({ title: 't', classNames, splits: [split] });
    expect(page.match(/<svg/g)?.length).toBe(1);
    expect(cellsOf(page)).toContain('class 999');
  });

  it('refuses no data', async () => {
    await expect(reportPage({ ...content, splits: [] })).rejects.toThrow(/at least one part/);
  });
});

const mistake = { index: 1, label: 0, predicted: 1, score: 0.75, labelScore: 0.25 };

describe('MistakePictures', () => {
  const batch = {
    x: Uint8Array.from({ length: 6 * 4 }, (_, i) => i * 10),
    xShape: [6, 2, 2, 1],
    y: predictions.labels,
    yShape: [6],
  };

  it('keeps the images of the worst mistakes over batches', async () => {
    const pictures = new MistakePictures(3);
    pictures.onBatch(batch, predictions);
    pictures.onBatch(batch, predictions);
    const found = await pictures.pictured();
    expect(found.map(({ index, score }) => [index, score.toFixed(2)])).toEqual([
      [1, '0.75'],
      [7, '0.75'],
      [4, '0.60'],
    ]);
    expect(found[0]).toMatchObject({
      label: 0,
      predicted: 1,
      picture: expect.stringMatching(/^data:image\/png;base64,/),
    });
  });

  it('shrinks photos, and stretches floats', async () => {
    const side = 200;
    const photo = {
      x: new Float32Array(side * side * 3).fill(0.5),
      xShape: [1, side, side, 3],
      y: Uint32Array.of(0),
      yShape: [1],
    };
    const pictures = new MistakePictures();
    pictures.onBatch(photo, {
      labels: Uint32Array.of(0),
      predicted: Uint32Array.of(1),
      scores: Float32Array.of(0, 1),
      classes: 2,
    });
    const [first] = await pictures.pictured();
    expect(first?.picture).toMatch(/^data:image\/jpeg;base64,/);
    expect(first?.picture?.length).toBeLessThan(5000);
  });

  it('has no pictures of samples that are no images', async () => {
    const pictures = new MistakePictures();
    pictures.onBatch({ ...batch, xShape: [6, 4] }, predictions);
    expect(await pictures.pictured()).toEqual([]);
  });
});

it('writeReport writes the page', async () => {
  const folder = await newFolder();
  await writeReport(join(folder, 'report.html'), content);
  const page = readFileSync(join(folder, 'report.html'), 'utf8');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toMatch(/<\/html>\n$/);
});

it('writeFigures writes the charts as pictures', async () => {
  const folder = await newFolder();
  const files = await writeFigures(folder, content);
  expect(files).toEqual(
    ['training', 'confusion-matrix-validation', 'confusion-matrix-training', 'roc'].flatMap((name) => [
      `${name}.svg`,
      `${name}.png`,
    ]),
  );
  expect(readdirSync(folder).sort()).toEqual([...files].sort());
});
