import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeClassFolders } from '../support/colored-folders.ts';
import { type CliResult, runCli } from '../support/run-cli.ts';

const CLASSES = ['猴痘', 'others <b>'];

let folder: string;
let trained: CliResult;
const run = (...args: string[]) => runCli(args, folder);
const path = (...parts: string[]) => join(folder, ...parts);
const pageOf = (...parts: string[]) => readFile(path(...parts), 'utf8');

/** What the charts of a page show. */
const chartsOf = (page: string): string[] =>
  [...page.matchAll(/<svg role="img"[^>]*><title>(.*?)<\/title>/g)].map(([, title = '']) => title);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cnn-gpu report '));
  await writeClassFolders(path('photos', 'train'), CLASSES, 12);
  await writeClassFolders(path('photos', 'val'), CLASSES, 5);
  const settings = ['--device', 'cpu', '--epochs', '2', '--batch-size', '8'];
  trained = await run('train', 'photos', ...settings, '--out', 'run', '--figures', '--json');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('the report of a training', () => {
  it('is one page in the run folder, named in the last event', () => {
    expect(trained.status).toBe(0);
    expect(trained.events.at(-1)).toMatchObject({ event: 'end', report: path('run/report.html') });
  });

  it('tells of validation and training images, with curves, settings and device', async () => {
    const page = await pageOf('run/report.html');
    expect(chartsOf(page)).toEqual([
      'Training and Validation Accuracy, over 2 epochs',
      'Training and Validation Loss, over 2 epochs',
      expect.stringMatching(/^ROC curve of &#34;猴痘&#34;: Training \(AUC = [\d.]+\); Validation/),
      expect.stringMatching(/^Confusion matrix: Validation: \d+ of 10 samples on the diagonal, 2 classes$/),
      expect.stringMatching(/^Confusion matrix: Training: \d+ of 24 samples on the diagonal, 2 classes$/),
    ]);
    for (const fact of ['<td>8</td>', '<td>24 images</td>', '(CPU)</td>', 'cnn-gpu train photos --device cpu']) {
      expect(page.includes(fact), fact).toBe(true);
    }
    expect(page.match(/https?:/g)).toBeNull();
  });

  it('comes with its charts as pictures where asked for', async () => {
    expect((await readdir(path('run/figures'))).sort()).toEqual(
      ['confusion-matrix-training', 'confusion-matrix-validation', 'roc', 'training'].flatMap((name) => [
        `${name}.png`,
        `${name}.svg`,
      ]),
    );
  });

  it('is left out with --no-report', async () => {
    const { status, events } = await run(
      'train',
      'photos',
      '--device',
      'cpu',
      '--epochs',
      '1',
      '--no-report',
      '--out',
      'bare',
      '--json',
    );
    expect(status).toBe(0);
    expect(events.at(-1)).toMatchObject({ event: 'end', report: null });
    expect(await readdir(path('bare'))).not.toContain('report.html');
  });
});

describe('evaluate --report', () => {
  it('tells of all parts of the data, in a folder beside the model', async () => {
    const { status, stdout } = await run('evaluate', 'run/model.safetensors', 'photos', '--report', '--device', 'cpu');
    expect(status).toBe(0);
    expect(stdout).toContain(`Report: ${join('run', 'evaluation-photos', 'report.html')}\n`);
    const charts = chartsOf(await pageOf('run/evaluation-photos/report.html'));
    expect(charts.slice(1).map((title) => title.replace(/\d+ of /, ''))).toEqual([
      'Confusion matrix: Validation: 10 samples on the diagonal, 2 classes',
      'Confusion matrix: Training: 24 samples on the diagonal, 2 classes',
    ]);
  });

  it('tells of all images of class folders, in the folder given', async () => {
    const args = ['evaluate', 'run/model.safetensors', 'photos/val', '--report', 'there', '--figures', '--json'];
    const { events } = await run(...args, '--device', 'cpu');
    expect(events.at(-1)).toMatchObject({ event: 'end', images: 10, report: path('there/report.html') });
    expect(await readdir(path('there/figures'))).toContain('confusion-matrix-all-images.png');
  });

  it('refuses --figures without --report', async () => {
    const { status, stderr } = await run('evaluate', 'run/model.safetensors', 'photos', '--figures');
    expect(status).toBe(2);
    expect(stderr).toContain('--figures needs --report');
  });
});
