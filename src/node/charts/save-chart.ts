import { extname } from 'node:path';
import { type Chart, fileColors } from '../../charts/chart.ts';
import { MissingPackageError, ValueError } from '../../errors.ts';
import { writeFileAtomic } from '../write-file-atomic.ts';

/** How a chart is written. */
export interface SaveChartOptions {
  /** Pixels of a PNG for each of the chart's own; default 2. */
  readonly scale?: number;
}

/**
 * Writes a chart as a picture, SVG or PNG by the file name. All text is drawn as outlines, so it looks the same
 * everywhere, Chinese characters too.
 *
 * @throws ValueError when the name ends neither in `.svg` nor in `.png`.
 * @throws MissingPackageError when `sharp`, which makes the PNG, is not installed.
 * @throws WriteError when the file cannot be written.
 */
export async function saveChart(chart: Chart, path: string, options: SaveChartOptions = {}): Promise<void> {
  const extension = extname(path).toLowerCase();
  if (extension !== '.svg' && extension !== '.png') {
    throw new ValueError(`Cannot save a chart as ${path}: a name that ends in .svg or .png is expected.`, { path });
  }
  const { drawChart } = await import('./draw-chart.ts');
  const svg = drawChart(chart, fileColors);
  await writeFileAtomic(path, extension === '.svg' ? svg : await toPng(svg, options.scale ?? 2));
}

/** Pixels of an SVG per inch at its own size. */
const SVG_DENSITY = 72;

async function toPng(svg: string, scale: number): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp').catch((cause: unknown) => {
    throw new MissingPackageError('sharp', 'Writing a PNG', { cause });
  });
  return sharp(Buffer.from(svg), { density: SVG_DENSITY * scale })
    .png()
    .toBuffer();
}
