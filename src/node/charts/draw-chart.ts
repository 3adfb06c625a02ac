import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent, VisualMapComponent } from 'echarts/components';
import { type EChartsCoreOption, init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Chart, ChartColors } from '../../charts/chart.ts';
import { textPath, textWidth } from '../text-paths.ts';

// Whoever imports this loads the charting library and the font engine: it is imported where a chart is drawn.

use([
  BarChart,
  HeatmapChart,
  LineChart,
  GridComponent,
  LegendComponent,
  TitleComponent,
  VisualMapComponent,
  SVGRenderer,
]);
setPlatformAPI({
  measureText: (text, font) => ({ width: textWidth(text ?? '', Number(/([\d.]+)px/.exec(font ?? '')?.[1] ?? 12)) }),
});

/** Draws a chart as an SVG element, with its text as outlines. */
export function drawChart(chart: Chart, colors: ChartColors): string {
  const { width, height } = chart;
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    const options: EChartsCoreOption = {
      animation: false,
      darkMode: false,
      backgroundColor: colors.background,
      ...chart.options(colors),
    };
    drawing.setOption(options);
    return tidied(drawing.renderToSVGString(), chart.description);
  } finally {
    drawing.dispose();
  }
}

/** Without what is for a mouse, with a description, and with outlines for text. */
function tidied(svg: string, description: string): string {
  const about = escapeText(description);
  return svg
    .replace(/<style\b[\s\S]*?<\/style>/g, '')
    .replace(/ (class|pointer-events|ecmeta_\w+|xml:space|baseProfile|version|xmlns:xlink)="[^"]*"/g, '')
    .replace(/<svg\b/, '<svg role="img"')
    .replace(/<svg\b[^>]*>/, (tag) => `${tag}<title>${about}</title>`)
    .replace(/<text\b([^>]*)>([^<]*)<\/text>/g, (_, attributes: string, text: string) => outlined(attributes, text));
}

/** The middle of capital letters above the base line, as a share of the size. */
const MIDDLE = 0.36;

function outlined(attributes: string, escaped: string): string {
  const attribute = (name: string) => new RegExp(` ${name}="([^"]*)"`).exec(attributes)?.[1];
  const size = Number(/font-size:([\d.]+)px/.exec(attributes)?.[1] ?? 12);
  const path = textPath(unescapeText(escaped), {
    x: Number(attribute('x') ?? 0),
    y: Number(attribute('y') ?? 0) + MIDDLE * size,
    size,
    anchor: (attribute('text-anchor') ?? 'start') as 'start' | 'middle' | 'end',
    fill: unescapeText(attribute('fill') ?? '#000'),
  });
  const transform = attribute('transform');
  return transform === undefined ? path : `<g transform="${transform}">${path}</g>`;
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

const unescapeText = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name] as string);

const escapeText = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
