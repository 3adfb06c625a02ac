import { describe, expect, it } from 'vitest';
import { type Chart, fileColors } from '../../src/charts/chart.ts';
import { comparisonChart } from '../../src/charts/comparison-chart.ts';
import { confusionMatrixChart } from '../../src/charts/confusion-matrix-chart.ts';
import { rocChart } from '../../src/charts/roc-chart.ts';
import { trainingCurves } from '../../src/charts/training-curves.ts';
import { confusionMatrix, rocCurve } from '../../src/evaluation/index.ts';

const history = {
  accuracy: [0.5, 0.7, 0.8],
  loss: [1.2, 0.8, 0.5],
  val_accuracy: [0.4, 0.6, 0.7],
  val_loss: [1.4, 1, Number.NaN],
  learningRate: [0.1, 0.1, 0.1],
};

/** What a chart tells the library, as far as these tests look at it. */
interface Options {
  readonly title: { text: string }[];
  readonly legend: { top?: number; bottom?: number; data: { name: string }[] }[];
  readonly yAxis: { min?: number; max?: number; name: string }[];
  readonly series: { name?: string; data: unknown[]; lineStyle: { width: number; type?: unknown; color: string } }[];
}
const optionsOf = (chart: Chart): Options => chart.options(fileColors) as Options;

describe('trainingCurves', () => {
  it('has the panels, titles and legends of the Keras tutorials', () => {
    const chart = trainingCurves(history);
    expect([chart.width, chart.height]).toEqual([1200, 400]);
    expect(chart.description).toBe('Training and Validation Accuracy; Training and Validation Loss, over 3 epochs');
    const { title, legend, series } = optionsOf(chart);
    expect(title.map(({ text }) => text)).toEqual(['Training and Validation Accuracy', 'Training and Validation Loss']);
    expect(legend.map(({ top, bottom }) => [top !== undefined, bottom !== undefined])).toEqual([
      [false, true],
      [true, false],
    ]);
    expect(series.map(({ name }) => name)).toEqual([
      'Training Accuracy',
      'Validation Accuracy',
      'Training Loss',
      'Validation Loss',
    ]);
  });

  it('counts epochs from 1 and leaves a gap where there is no number', () => {
    expect(optionsOf(trainingCurves(history)).series[3]?.data).toEqual([
      [1, 1.4],
      [2, 1],
      [3, null],
    ]);
  });

  it('draws training as dots, with given ends and words, in a figure of its own', () => {
    const panel = { metric: 'accuracy', trainingStyle: 'dots', range: [0.5, 1], yName: 'acc' } as const;
    const chart = trainingCurves(history, { panels: [panel] });
    const { series, yAxis } = optionsOf(chart);
    expect(chart.width).toBe(600);
    expect(series.map(({ lineStyle }) => lineStyle.width)).toEqual([0, 2]);
    expect(yAxis[0]).toMatchObject({ min: 0.5, max: 1, name: 'acc' });
  });

  it('has no validation where there is none', () => {
    const { title, series } = optionsOf(trainingCurves({ loss: [1] }));
    expect(title.map(({ text }) => text)).toEqual(['Training Loss']);
    expect(series.length).toBe(1);
  });

  it('names the metrics that there are', () => {
    expect(() => trainingCurves(history, { panels: ['acc'] })).toThrow('no "acc". It has: accuracy, loss.');
    expect(() => trainingCurves({})).toThrow(/without metrics/);
  });
});

it('confusionMatrixChart refuses more classes than can be told apart', () => {
  const names = Array.from({ length: 121 }, (_, i) => `class ${i}`);
  expect(() => confusionMatrixChart(confusionMatrix([0], [0], names))).toThrow(/121 classes; at most 120/);
});

describe('rocChart', () => {
  const curve = rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]);

  it('has areas to four decimals, colors, dashes and a square', () => {
    const chart = rocChart([{ name: 'val', curve, color: 'red', dashed: true }], { diagonalColor: 'orange' });
    const { series } = optionsOf(chart);
    expect(series[0]?.lineStyle.color).toBe('orange');
    expect(series[1]).toMatchObject({ name: 'val (AUC = 0.7500)', lineStyle: { color: 'red', type: [8, 5] } });
    expect(series[1]?.data).toEqual([
      [0, 0],
      [0, 0.5],
      [0.5, 0.5],
      [0.5, 1],
      [1, 1],
    ]);
    const { grid } = chart.options(fileColors) as { grid: { width: number; height: number } };
    expect(grid.width).toBe(grid.height);
  });

  it('draws no curve where a rate is not defined', () => {
    const chart = rocChart([{ name: 'all', curve: rocCurve([1, 1], [0.1, 0.2]) }]);
    expect(optionsOf(chart).series[1]).toMatchObject({ name: 'all (AUC = NaN)', data: [] });
  });
});

describe('comparisonChart', () => {
  it('has a bar for each number', () => {
    const series = [
      { name: 'accuracy', values: [0.5, 0.75] },
      { name: 'val_accuracy', values: [0.25, Number.NaN] },
    ];
    const chart = comparisonChart(['ResNet50', 'VGG19'], series, { title: 'Models', digits: 2 });
    expect(chart.description).toBe('Models: ResNet50 0.50 and 0.25; VGG19 0.75 and NaN');
    expect(optionsOf(chart).series[1]?.data).toMatchObject([
      { value: 0.25 },
      { value: null, label: { formatter: '-' } },
    ]);
  });
});
