import { benchStep, type StepTiming } from '../benchmarks/bench-step.ts';
import type { Device } from '../index.ts';
import type { BenchOptions } from './bench.ts';
import { BENCHMARK_NAMES, type BenchmarkName, defaultBatchSize, stepCase } from './benchmark-networks.ts';
import { type ResultRow, type Results, resultsOf } from './benchmark-results.ts';
import { deviceLine } from './device-line.ts';
import { figure, percentage, spread } from './figures.ts';
import type { Output } from './output.ts';
import { formatTable, numbers } from './table.ts';
import { withDevice } from './with-device.ts';

interface Measured extends StepTiming {
  readonly network: BenchmarkName;
  readonly batchSize: number;
}

/** Measures the networks' steps, each on a device of its own, and prints a table of them. */
export async function benchStepCommand(options: BenchOptions, output: Output): Promise<Results> {
  const all: Measured[] = [];
  let results: Results | null = null;
  for (const network of options.network === undefined ? BENCHMARK_NAMES : [options.network]) {
    const batchSize = options.batchSize ?? defaultBatchSize(network);
    results = await withDevice(options, async (device) => {
      if (all.length === 0) output.result(`${deviceLine(device)}\n`);
      const measured = {
        network,
        batchSize,
        ...(await benchStep(stepCase(network, batchSize), device, options.seconds)),
      };
      all.push(measured);
      output.event(eventOf(measured, device));
      const bench = ['step', options.network, options.batchSize].filter((part) => part !== undefined).join(' ');
      return resultsOf(bench, device, all.flatMap(rowsOf));
    });
  }
  output.result(tableOf(all));
  output.say(
    '\nms are medians, with the spread beside them. first ms: compile, plan and first training step. peak MB: all that',
  );
  output.say(
    "the device held. planned: memory of the step's tensors, as a share of what they would take without reuse.",
  );
  return results as Results;
}

const eventOf = ({ network, batchSize, train, predict, firstStepMs, peakBytes }: Measured, device: Device) => ({
  event: 'bench',
  network,
  device: device.kind,
  adapter: device.info.adapter,
  batchSize,
  trainMs: train.ms,
  predictMs: predict.ms,
  firstStepMs,
  peakBytes,
});

function rowsOf({ network, batchSize, train, predict, firstStepMs: ms }: Measured): ResultRow[] {
  const name = `${network}, batch ${batchSize}`;
  return [
    { name: `${name}: training step`, ...train },
    { name: `${name}: prediction`, ...predict },
    { name: `${name}: first step`, ms, minMs: ms, maxMs: ms },
  ];
}

function tableOf(all: readonly Measured[]): string {
  const columns = ['batch', 'train ms', 'min..max', 'predict ms', 'min..max', 'first ms', 'peak MB', 'planned'].map(
    numbers,
  );
  return formatTable(
    [{ title: 'network' }, ...columns],
    all.map(({ network, batchSize, train, predict, firstStepMs, peakBytes, stats }) => [
      network,
      String(batchSize),
      figure(train.ms),
      spread(train),
      figure(predict.ms),
      spread(predict),
      figure(firstStepMs),
      figure(peakBytes / 1e6),
      percentage(stats.bytes / stats.bytesWithoutReuse),
    ]),
  );
}
