import { benchData } from '../node/bench-data.ts';
import type { BenchOptions } from './bench.ts';
import { type Results, resultsOf } from './benchmark-results.ts';
import { figure, percentage } from './figures.ts';
import type { Output } from './output.ts';
import { formatTable, numbers } from './table.ts';

const IMAGE_SIZE = [64, 64] as const;

/** Measures how fast images become batches beside sharp alone, and prints a table of the two. */
export async function benchDataCommand(options: BenchOptions, output: Output): Promise<Results> {
  const { folder, imageSize = IMAGE_SIZE, seconds } = options;
  const { images, timings, ratio } = await benchData(folder, { imageSize, seconds });
  const rates = timings.map((timing) => ({
    name: timing.name,
    imagesPerSecond: 1000 / timing.ms,
    least: 1000 / timing.maxMs,
    most: 1000 / timing.minMs,
  }));
  for (const rate of rates) output.event({ event: 'data', ...rate, images, imageSize });
  output.event({ event: 'data', name: 'ratio', ratio });
  const cells = rates.map(({ name, imagesPerSecond, least, most }) => [
    name,
    figure(imagesPerSecond),
    `${figure(least)}..${figure(most)}`,
  ]);
  output.result(formatTable([{ title: `${images} images` }, numbers('images/s'), numbers('min..max')], cells));
  output.result(`\nThe pipeline to ${imageSize.join('x')} keeps ${percentage(ratio)} of the rate of sharp alone.`);
  return resultsOf(`data ${imageSize.join('x')}`, null, timings);
}
