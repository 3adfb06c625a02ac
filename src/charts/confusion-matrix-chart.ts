import { ValueError } from '../errors.ts';
import type { ConfusionMatrix } from '../evaluation/index.ts';
import { axisStyle, type Chart, roomFor, titleStyle } from './chart.ts';

/** Words on a confusion matrix. */
export interface ConfusionMatrixChartOptions {
  /** Default `'Confusion matrix'`. */
  readonly title?: string;
  /** Of the columns; default `'Predicted class'`. */
  readonly xName?: string;
  /** Of the rows; default `'True class'`. */
  readonly yName?: string;
}

/** ColorBrewer's BuPu (C. Brewer), from none to most. */
const BU_PU = ['#f7fcfd', '#e0ecf4', '#bfd3e6', '#9ebcda', '#8c96c6', '#8c6bb1', '#88419d', '#810f7c', '#4d004b'];

/** More classes make a picture in which nothing can be told apart. */
export const MOST_CLASSES = 120;

const NAME_SIZE = 12;
const LONGEST_NAME = 140;
/** Smaller cells have no numbers in them. */
const SMALLEST_WITH_COUNT = 17;

/**
 * A confusion matrix as a heat map with the counts in its cells; rows are true classes, columns predicted ones.
 *
 * @throws ValueError for more than 120 classes.
 */
export function confusionMatrixChart(matrix: ConfusionMatrix, options: ConfusionMatrixChartOptions = {}): Chart {
  const { title = 'Confusion matrix', xName = 'Predicted class', yName = 'True class' } = options;
  const { classNames, counts, total } = matrix;
  const size = classNames.length;
  if (size > MOST_CLASSES) {
    throw new ValueError(
      `confusionMatrixChart got ${size} classes; at most ${MOST_CLASSES} can be drawn. Take the matrix of some of them.`,
      { classes: size },
    );
  }
  const cell = Math.max(7, Math.min(110, Math.floor(480 / size)));
  const names = Math.min(LONGEST_NAME, Math.max(...classNames.map((name) => roomFor(name, NAME_SIZE))));
  const areUpright = names > cell - 6;
  const margins = { left: names + 52, top: 52, right: 86, bottom: (areUpright ? names : NAME_SIZE) + 56 };
  const most = Math.max(...counts.flat(), 1);
  const right = counts.reduce((sum, row, i) => sum + row[i]!, 0);
  const width = margins.left + cell * size + margins.right;
  return {
    description: `${title}: ${right} of ${total} samples on the diagonal, ${size} classes`,
    width,
    height: margins.top + cell * size + margins.bottom,
    options: (colors) => {
      const axis = (name: string, nameGap: number) => ({
        ...axisStyle(colors),
        type: 'category',
        data: classNames,
        name,
        nameGap,
        axisTick: { show: false },
        axisLine: { show: false },
        splitLine: { show: false },
      });
      const label = { color: colors.ink, fontSize: NAME_SIZE, width: LONGEST_NAME, overflow: 'truncate' };
      return {
        title: {
          text: title,
          left: margins.left + (cell * size) / 2,
          top: 14,
          textAlign: 'center',
          textStyle: titleStyle(colors),
        },
        grid: { left: margins.left, top: margins.top, width: cell * size, height: cell * size },
        xAxis: {
          ...axis(xName, (areUpright ? names : NAME_SIZE) + 20),
          axisLabel: { ...label, interval: 0, rotate: areUpright ? 90 : 0 },
        },
        yAxis: { ...axis(yName, names + 18), inverse: true, axisLabel: { ...label, interval: 0 } },
        visualMap: {
          type: 'continuous',
          min: 0,
          max: most,
          inRange: { color: BU_PU },
          left: margins.left + cell * size + 14,
          top: margins.top,
          itemWidth: 12,
          itemHeight: Math.max(60, cell * size - 60),
          text: [String(most), '0'],
          textStyle: { color: colors.muted, fontSize: 12 },
          calculable: false,
          hoverLink: false,
        },
        series: {
          type: 'heatmap',
          silent: true,
          label: { show: cell >= SMALLEST_WITH_COUNT },
          itemStyle: { borderColor: colors.background, borderWidth: cell > 12 ? 1 : 0 },
          data: counts.flatMap((row, y) =>
            row.map((count, x) => ({
              value: [x, y, count],
              label: { color: count > most * 0.5 ? '#ffffff' : '#1b2430', fontSize: countSize(cell, most) },
            })),
          ),
        },
      };
    },
  };
}

/** The greatest count fits into a cell. */
const countSize = (cell: number, most: number): number =>
  Math.max(7, Math.min(18, Math.floor(cell / 2.2), Math.floor((cell - 4) / (0.58 * String(most).length))));
