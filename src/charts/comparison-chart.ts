import { axisStyle, type Chart, legendStyle, roomFor, seriesColor, titleStyle } from './chart.ts';

/** Words of a comparison. */
export interface ComparisonChartOptions {
  readonly title: string;
  /** What the numbers are; default the name of the only series, else none. */
  readonly valueName?: string;
  /** Ends of the axis; default from 0. */
  readonly range?: readonly [number, number];
  /** Decimals of the numbers beside the bars; default 4. */
  readonly digits?: number;
}

/** One number for each thing compared. */
export interface ComparisonSeries {
  readonly name: string;
  readonly values: readonly number[];
}

const ROW = { height: 22, gap: 16 };
const PLOT_WIDTH = 460;

/** Things compared, such as models, in horizontal bars from top to bottom: one bar for each series, with its number. */
export function comparisonChart(
  names: readonly string[],
  series: readonly ComparisonSeries[],
  { title, valueName = series.length === 1 ? series[0]!.name : '', range, digits = 4 }: ComparisonChartOptions,
): Chart {
  const left = Math.min(220, Math.max(...names.map((name) => roomFor(name, 13)))) + 24;
  const hasLegend = series.length > 1;
  const top = hasLegend ? 82 : 50;
  const height = names.length * (series.length * ROW.height + ROW.gap);
  return {
    description: `${title}: ${names
      .map((name, i) => `${name} ${series.map(({ values }) => values[i]?.toFixed(digits)).join(' and ')}`)
      .join('; ')}`,
    width: left + PLOT_WIDTH + 90,
    height: top + height + (valueName === '' ? 36 : 56),
    options: (colors) => ({
      title: { text: title, left: left + PLOT_WIDTH / 2, top: 14, textAlign: 'center', textStyle: titleStyle(colors) },
      grid: { left, top, width: PLOT_WIDTH, height },
      ...(hasLegend && {
        legend: { ...legendStyle(colors), orient: 'horizontal', borderWidth: 0, top: 40, left, itemWidth: 14 },
      }),
      xAxis: {
        ...axisStyle(colors),
        type: 'value',
        name: valueName,
        nameGap: 30,
        ...(range && { min: range[0], max: range[1] }),
      },
      yAxis: {
        ...axisStyle(colors),
        type: 'category',
        data: names,
        inverse: true,
        axisTick: { show: false },
        axisLabel: { color: colors.ink, fontSize: 13, width: left - 24, overflow: 'truncate', interval: 0 },
      },
      series: series.map(({ name, values }, i) => ({
        type: 'bar',
        silent: true,
        name,
        barWidth: ROW.height - 4,
        barGap: '20%',
        itemStyle: { color: seriesColor(colors, i) },
        data: values.map((value) => ({
          value: Number.isFinite(value) ? value : null,
          label: {
            show: true,
            position: 'right',
            color: colors.ink,
            fontSize: 12,
            formatter: Number.isFinite(value) ? value.toFixed(digits) : '-',
          },
        })),
      })),
    }),
  };
}
