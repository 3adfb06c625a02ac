import { areaUnder, type RocCurve } from '../evaluation/index.ts';
import { axisStyle, type Chart, legendStyle, roomFor, seriesColor, titleStyle } from './chart.ts';

/** A curve of a ROC chart. */
export interface RocChartCurve {
  /** Stands in the legend, before the area under the curve. */
  readonly name: string;
  readonly curve: RocCurve;
  /** Any SVG color; default by its place. */
  readonly color?: string;
  /** Default false. */
  readonly dashed?: boolean;
}

/** Words and colors of a ROC chart. */
export interface RocChartOptions {
  /** Default `'ROC curve'`. */
  readonly title?: string;
  /** Default `'False positive rate'`. */
  readonly xName?: string;
  /** Default `'True positive rate'`. */
  readonly yName?: string;
  /** Of the diagonal, where scores that mean nothing lie; default a muted one. */
  readonly diagonalColor?: string;
}

const SIDE = 420;
const MARGINS = { left: 72, top: 50, right: 28, bottom: 62 };

/** ROC curves on a square, with the area under each in the legend to four decimals. */
export function rocChart(curves: readonly RocChartCurve[], options: RocChartOptions = {}): Chart {
  const { title = 'ROC curve', xName = 'False positive rate', yName = 'True positive rate' } = options;
  const labels = curves.map(({ name, curve }) => `${shortened(name)} (AUC = ${areaUnder(curve).toFixed(4)})`);
  return {
    description: `${title}: ${labels.join('; ')}`,
    width: MARGINS.left + SIDE + MARGINS.right,
    height: MARGINS.top + SIDE + MARGINS.bottom,
    options: (colors) => {
      const axis = { ...axisStyle(colors), type: 'value', min: 0, max: 1, interval: 0.2 };
      const line = { type: 'line', silent: true, symbol: 'none' };
      return {
        title: {
          text: title,
          left: MARGINS.left + SIDE / 2,
          top: 14,
          textAlign: 'center',
          textStyle: titleStyle(colors),
        },
        grid: { left: MARGINS.left, top: MARGINS.top, width: SIDE, height: SIDE },
        xAxis: { ...axis, name: xName, nameGap: 32 },
        yAxis: { ...axis, name: yName, nameGap: 44 },
        legend: {
          ...legendStyle(colors),
          data: labels.map((name) => ({ name })),
          right: MARGINS.right + 10,
          bottom: MARGINS.bottom + 10,
        },
        series: [
          {
            ...line,
            data: [
              [0, 0],
              [1, 1],
            ],
            lineStyle: { color: options.diagonalColor ?? colors.muted, width: 1.5, type: [6, 5] },
          },
          ...curves.map(({ curve, color: chosen, dashed = false }, i) => {
            const color = chosen ?? seriesColor(colors, i);
            return {
              ...line,
              name: labels[i],
              data: pointsOf(curve),
              lineStyle: { color, width: 2, type: dashed ? [8, 5] : 'solid' },
              itemStyle: { color },
            };
          }),
        ],
      };
    },
  };
}

const WIDEST_NAME = 190;

function shortened(name: string): string {
  if (roomFor(name, 12) <= WIDEST_NAME) return name;
  let end = name.length;
  while (roomFor(name.slice(0, end), 12) > WIDEST_NAME - 12) end--;
  return `${name.slice(0, end)}…`;
}

/** The points that can be told apart on the page: no two within a thousandth. Without rates there is no curve. */
function pointsOf({ fpr, tpr }: RocCurve): [number, number][] {
  const points: [number, number][] = [];
  fpr.forEach((x, i) => {
    const y = tpr[i] as number;
    const last = points.at(-1);
    const isEnd = i === fpr.length - 1;
    if (Number.isNaN(x) || Number.isNaN(y)) return;
    if (!isEnd && last && Math.max(x - last[0], y - last[1]) < 1e-3) return;
    points.push([x, y]);
  });
  return points;
}
