import { ValueError } from '../errors.ts';
import { axisStyle, type Chart, type ChartColors, legendStyle, seriesColor, titleStyle } from './chart.ts';

/** What was measured in each epoch, by name: what `fit` returns has it as `history`. */
export type Measured = Readonly<Record<string, readonly number[]>>;

/** One panel of training curves. */
export interface CurvePanel {
  /** Name of a metric; the one on validation data, `val_…`, is drawn too where there is one. */
  readonly metric: string;
  /** Default: as in Keras tutorials, `Training and Validation Accuracy`. */
  readonly title?: string;
  /** Names of the two curves; default `['Training Accuracy', 'Validation Accuracy']`. */
  readonly labels?: readonly [string, string];
  /** How the training's curve is drawn; default `'line'`. */
  readonly trainingStyle?: 'line' | 'dots';
  /** Ends of the vertical axis; default by the values. */
  readonly range?: readonly [number, number];
  /** Default `'Epoch'`. */
  readonly xName?: string;
  /** Default: the name of the metric. */
  readonly yName?: string;
  /** Default: below for what rises, above for losses. `'beside title'` covers no curve; the title is on the left then. */
  readonly legend?: 'lower right' | 'upper right' | 'beside title';
}

/** What `trainingCurves` takes besides the history. */
export interface TrainingCurvesOptions {
  /** From left to right, by name or in detail; default: all metrics, then the loss. */
  readonly panels?: readonly (string | CurvePanel)[];
  /** In pixels; default 600 for each panel. */
  readonly width?: number;
  /** In pixels; default 400. */
  readonly height?: number;
}

/**
 * Curves of what was measured in each epoch, training and validation in one panel, panels side by side. A single panel
 * makes a figure of its own.
 *
 * @throws ValueError when the history has no such metric.
 */
export function trainingCurves(history: Measured, options: TrainingCurvesOptions = {}): Chart {
  const panels = (options.panels ?? measuredInTraining(history)).map((panel) =>
    completed(history, typeof panel === 'string' ? { metric: panel } : panel),
  );
  const { width = 600 * panels.length, height = 400 } = options;
  if (panels.length === 0) throw new ValueError('trainingCurves got a history without metrics, or no panels.');
  const epochs = Math.max(...panels.flatMap(({ curves }) => curves.map(({ values }) => values.length)));
  return {
    description: `${panels.map(({ title }) => title).join('; ')}, over ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`,
    width,
    height,
    options: (colors) => {
      const places = panels.map((_, i) => placeOf(i, panels.length, width, height));
      return {
        title: panels.map(({ title, legend }, i) => ({
          text: title,
          top: 12,
          textStyle: titleStyle(colors),
          ...(legend === 'beside title'
            ? { left: places[i]!.left, textAlign: 'left' }
            : { left: places[i]!.left + places[i]!.width / 2, textAlign: 'center' }),
        })),
        grid: places,
        xAxis: panels.map(({ xName }, i) => ({ ...xAxis(epochs, colors), name: xName, gridIndex: i })),
        yAxis: panels.map(({ yName, range }, i) => ({
          ...axisStyle(colors),
          type: 'value',
          name: yName,
          nameGap: 44,
          gridIndex: i,
          scale: true,
          ...(range && { min: range[0], max: range[1] }),
        })),
        legend: panels.map(({ curves, legend }, i) => ({
          ...legendStyle(colors),
          data: curves.map(({ label }) => ({ name: label })),
          right: width - places[i]!.left - places[i]!.width + (legend === 'beside title' ? 0 : 10),
          ...legendPlaces[legend],
        })),
        series: panels.flatMap(({ curves, trainingStyle }, i) =>
          curves.map(({ label, values }, k) => ({
            ...curveStyle(k === 0 && trainingStyle === 'dots', values.length, seriesColor(colors, k)),
            name: label,
            xAxisIndex: i,
            yAxisIndex: i,
            data: values.map((value, epoch) => [epoch + 1, Number.isFinite(value) ? value : null]),
          })),
        ),
      };
    },
  };
}

/** A panel of which everything is known. */
type CompletePanel = Omit<Required<CurvePanel>, 'range' | 'labels'> & {
  readonly range: CurvePanel['range'];
  readonly curves: readonly { readonly label: string; readonly values: readonly number[] }[];
};

/** The metrics that a training has a panel for, the loss last. @internal */
export function measuredInTraining(history: Measured): string[] {
  const names = Object.keys(history).filter((name) => !/^(val_|lr$|learningRate$|learning_rate$)/.test(name));
  return [...names.filter((name) => name !== 'loss'), ...names.filter((name) => name === 'loss')];
}

function completed(history: Measured, panel: CurvePanel): CompletePanel {
  const { metric } = panel;
  const training = history[metric];
  if (training === undefined || training.length === 0) {
    const known = measuredInTraining(history).join(', ');
    throw new ValueError(`trainingCurves: the history has no "${metric}". It has: ${known || 'nothing'}.`, { metric });
  }
  const words = metric.split('_').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  const name = words.join(' ');
  const validation = history[`val_${metric}`];
  const [first, second] = panel.labels ?? [`Training ${name}`, `Validation ${name}`];
  return {
    metric,
    title: panel.title ?? (validation === undefined ? `Training ${name}` : `Training and Validation ${name}`),
    trainingStyle: panel.trainingStyle ?? 'line',
    range: panel.range,
    xName: panel.xName ?? 'Epoch',
    yName: panel.yName ?? name,
    legend: panel.legend ?? (/loss|error|mse|mae/.test(metric) ? 'upper right' : 'lower right'),
    curves: [
      { label: first, values: training },
      ...(validation === undefined ? [] : [{ label: second, values: validation }]),
    ],
  };
}

const TOP = 48;
const BOTTOM = 58;

const legendPlaces = {
  'lower right': { bottom: BOTTOM + 10 },
  'upper right': { top: TOP + 10 },
  'beside title': { top: 13, orient: 'horizontal', itemWidth: 16, itemGap: 8, borderWidth: 0, padding: 4 },
} as const;

function placeOf(i: number, panels: number, width: number, height: number) {
  const share = width / panels;
  return { left: i * share + 70, width: share - 95, top: TOP, height: height - TOP - BOTTOM };
}

/** Epochs are counted from 1. A single one stands in the middle. */
const xAxis = (epochs: number, colors: ChartColors) => ({
  ...axisStyle(colors),
  type: 'value',
  nameGap: 30,
  min: epochs === 1 ? 0 : 1,
  max: epochs === 1 ? 2 : epochs,
  minInterval: 1,
});

/** Up to this many epochs a curve shows its points: one alone is no line. */
const MOST_POINTS = 30;

const curveStyle = (dots: boolean, points: number, color: string) => ({
  type: 'line',
  silent: true,
  symbol: 'circle',
  symbolSize: dots ? 7 : 5,
  showSymbol: dots || points <= MOST_POINTS,
  showAllSymbol: true,
  lineStyle: { color, width: dots ? 0 : 2 },
  itemStyle: { color },
});
