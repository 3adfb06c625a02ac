/** A picture of numbers, not drawn yet: `saveChart` writes it. */
export interface Chart {
  /** What it shows, in a sentence for those who cannot see it. */
  readonly description: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** The options that the charting library, Apache ECharts, takes: https://echarts.apache.org/en/option.html */
  options(colors: ChartColors): object;
}

/** The colors of what every chart has. Any form that SVG takes. */
export interface ChartColors {
  /** Titles. */
  readonly ink: string;
  /** Axes and their labels. */
  readonly muted: string;
  readonly grid: string;
  readonly background: string;
  /** Of curves and bars, in their order. */
  readonly series: readonly string[];
}

/** For pictures in files: dark on white. The series are told apart by color-blind people too (Okabe and Ito, 2008). */
export const fileColors: ChartColors = {
  ink: '#1b2430',
  muted: '#56606e',
  grid: '#e3e7ec',
  background: '#ffffff',
  series: [
    '#0072b2',
    '#d55e00',
    '#009e73',
    '#cc79a7',
    '#e69f00',
    '#56b4e9',
    '#7a5cc4',
    '#8a8f00',
    '#a34040',
    '#5f6b7a',
  ],
};

/** The color of a series; there are more series than colors sometimes. */
export const seriesColor = ({ series }: ChartColors, i: number): string => series[i % series.length] as string;

/** What titles look like. */
export const titleStyle = ({ ink }: ChartColors) => ({ color: ink, fontSize: 16, fontWeight: 'normal' });

/** What both axes of all charts look like. */
export const axisStyle = ({ ink, muted, grid }: ChartColors) => ({
  nameLocation: 'middle',
  nameTextStyle: { color: ink, fontSize: 13 },
  axisLabel: { color: muted, fontSize: 12 },
  axisLine: { show: true, lineStyle: { color: muted } },
  axisTick: { show: true, lineStyle: { color: muted } },
  splitLine: { lineStyle: { color: grid } },
});

/** What legends look like; they stand within the plot. */
export const legendStyle = ({ ink, grid, background }: ChartColors) => ({
  orient: 'vertical',
  align: 'left',
  textStyle: { color: ink, fontSize: 12 },
  backgroundColor: background,
  borderColor: grid,
  borderWidth: 1,
  padding: [6, 10],
  itemWidth: 26,
  itemHeight: 8,
});

/** About how wide a text will be, to leave room for it: Chinese characters are square, others half as wide. */
export const roomFor = (text: string, size: number): number =>
  [...text].reduce((width, character) => width + size * ((character.codePointAt(0) as number) > 0x2e00 ? 1 : 0.58), 0);
