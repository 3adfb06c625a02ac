import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { type Chart, type ChartColors, fileColors } from '../../charts/chart.ts';

// Whoever imports this loads the charting library: it is imported when the first curve is drawn.

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

/** The colors are the style sheet's, so that drawn curves change with it between light and dark. */
const colors: ChartColors = {
  ink: 'var(--cnn-ink)',
  muted: 'var(--cnn-muted)',
  grid: 'var(--cnn-line)',
  background: 'var(--cnn-surface)',
  series: fileColors.series.map((color, i) => (i < 2 ? `var(--cnn-series-${i + 1})` : color)),
};

/** Draws a chart as an SVG element that describes itself. */
export function drawCurves(chart: Chart): SVGElement {
  const { width, height } = chart;
  const drawing = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    drawing.setOption({ animation: false, ...chart.options(colors) });
    return adopted(drawing.renderToSVGString(), chart.description);
  } finally {
    drawing.dispose();
  }
}

/** The picture without what is for a mouse. Styles are set by script, since a strict content policy refuses others. */
function adopted(text: string, description: string): SVGElement {
  const plain = text.replace(/<style\b[\s\S]*?<\/style>/g, '').replaceAll(' style="', ' data-style="');
  const parsed = new DOMParser().parseFromString(plain, 'image/svg+xml').documentElement;
  const svg = document.importNode(parsed, true) as unknown as SVGElement;
  for (const styled of [svg, ...svg.querySelectorAll<SVGElement>('[data-style]')]) {
    styled.style.cssText = styled.dataset['style'] ?? '';
    delete styled.dataset['style'];
  }
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', description);
  return svg;
}
