import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { fileColors } from '../../../src/charts/chart.ts';
import { confusionMatrixChart } from '../../../src/charts/confusion-matrix-chart.ts';
import { rocChart } from '../../../src/charts/roc-chart.ts';
import { trainingCurves } from '../../../src/charts/training-curves.ts';
import { confusionMatrix, rocCurve } from '../../../src/evaluation/index.ts';
import { drawChart } from '../../../src/node/charts/draw-chart.ts';
import { plotHistory } from '../../../src/node/charts/plot-history.ts';
import { saveChart } from '../../../src/node/charts/save-chart.ts';
import { textPath } from '../../../src/node/text-paths.ts';
import { temporaryFolders } from '../../support/temporary-folder.ts';

const newFolder = temporaryFolders();

const history = {
  accuracy: [0.5, 0.7, 0.8],
  loss: [1.2, 0.8, 0.5],
  val_accuracy: [0.4, 0.6, 0.7],
  val_loss: [1.4, 1, Number.NaN],
  learningRate: [0.1, 0.1, 0.1],
};

/** The outlines of a text, wherever it stands. */
const commandsOf = (text: string, size: number): string =>
  textPath(text, { size })
    .replace(/^.*? d="|"\/>$/g, '')
    .replace(/[-\d. ]/g, '');

describe('drawChart', () => {
  const matrix = confusionMatrix([0, 0, 1, 1, 1], [0, 1, 1, 1, 1], ['猴痘 <b>', 'Others']);
  const svg = drawChart(
    confusionMatrixChart(matrix, { title: '混淆矩阵', xName: '预测值', yName: '真实值' }),
    fileColors,
  );

  it('draws all text as outlines', () => {
    expect(svg).not.toMatch(/<text|<style|font-family|class=/);
    for (const [text, size] of [
      ['混淆矩阵', 16],
      ['预测值', 13],
      ['真实值', 13],
      ['猴痘 <b>', 12],
      ['Others', 12],
    ] as const) {
      expect(svg.replace(/[-\d. ]/g, ''), text).toContain(commandsOf(text, size));
    }
  });

  it('describes itself', () => {
    expect(svg).toMatch(/^<svg role="img" [^>]*><title>混淆矩阵: 4 of 5 samples on the diagonal, 2 classes<\/title>/);
  });

  it('colors cells by their counts, from the palette BuPu', () => {
    expect(svg).toContain('fill="rgb(77,0,75)"');
    expect(svg).toContain('fill="rgb(247,252,253)"');
  });

  it('escapes what users name', () => {
    const chart = rocChart([{ name: '<script>&', curve: rocCurve([0, 1], [0.1, 0.2]) }], { title: '</svg>' });
    expect(drawChart(chart, fileColors)).toContain(
      '<title>&#60;/svg&#62;: &#60;script&#62;&#38; (AUC = 1.0000)</title>',
    );
  });

  it('draws as many classes as there are', () => {
    const names = Array.from({ length: 120 }, (_, i) => `class ${i}`);
    const indices = names.map((_, i) => i);
    const chart = confusionMatrixChart(confusionMatrix(indices, indices, names));
    expect(drawChart(chart, fileColors)).toContain('<title>Confusion matrix: 120 of 120 samples on the diagonal');
  });
});

describe('saveChart', () => {
  const chart = trainingCurves({ loss: [2, 1] });

  it('writes SVG and PNG', async () => {
    const folder = await newFolder();
    await saveChart(chart, join(folder, 'a.svg'));
    await saveChart(chart, join(folder, 'a.png'));
    await saveChart(chart, join(folder, 'b.PNG'), { scale: 1 });
    expect(readFileSync(join(folder, 'a.svg'), 'utf8')).toMatch(/^<svg role="img" width="600" height="400"/);
    expect(await sharp(join(folder, 'a.png')).metadata()).toMatchObject({ width: 1200, height: 800 });
    expect(await sharp(join(folder, 'b.PNG')).metadata()).toMatchObject({ width: 600, height: 400 });
  });

  it('refuses other endings', async () => {
    await expect(saveChart(chart, 'figure.jpg')).rejects.toThrow(/\.svg or \.png is expected/);
    expect(existsSync('figure.jpg')).toBe(false);
  });
});

describe('plotHistory', () => {
  it('writes one picture, or one for each panel', async () => {
    const folder = await newFolder();
    const path = join(folder, 'run.svg');
    expect(await plotHistory({ history }, path)).toEqual([path]);
    expect(readFileSync(path, 'utf8')).toContain('width="1200"');
    const files = await plotHistory({ history }, path, { separate: true });
    expect(files).toEqual([join(folder, 'run-accuracy.svg'), join(folder, 'run-loss.svg')]);
    for (const file of files) expect(readFileSync(file, 'utf8')).toContain('width="600"');
  });
});
