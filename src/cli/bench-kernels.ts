import { benchKernels } from '../benchmarks/bench-kernels.ts';
import { measureCeilings } from '../benchmarks/ceilings.ts';
import type { BenchOptions } from './bench.ts';
import { type ResultRow, type Results, resultsOf } from './benchmark-results.ts';
import { ceilingsLine } from './ceilings-line.ts';
import { deviceLine } from './device-line.ts';
import { figure, percentage, spread } from './figures.ts';
import type { Output } from './output.ts';
import { formatTable, numbers } from './table.ts';
import { withDevice } from './with-device.ts';

/** Measures single ops and prints a table of them, beside what the device reaches at best. */
export function benchKernelsCommand({ seconds, ...options }: BenchOptions, output: Output): Promise<Results> {
  return withDevice(options, async (device) => {
    output.result(deviceLine(device));
    const ceilings = await measureCeilings(device);
    output.result(`${ceilingsLine(ceilings)}\n`);
    output.event({ event: 'ceilings', device: device.kind, adapter: device.info.adapter, ...ceilings });
    const rows: ResultRow[] = [];
    const lines: string[][] = [];
    for await (const { name, flops, bytes, ...timing } of benchKernels(device, seconds)) {
      const [gflops, gbs] = [flops / timing.ms / 1e6, bytes / timing.ms / 1e6];
      output.event({ event: 'kernel', name, ...timing, gflops, gbs });
      rows.push({ name, ...timing });
      lines.push([
        name,
        figure(timing.ms),
        spread(timing),
        ...(flops === 0 ? ['', ''] : [figure(gflops), percentage(gflops / ceilings.productGFlops)]),
        figure(gbs),
        percentage(gbs / ceilings.copyGBs),
      ]);
    }
    const columns = ['ms', 'min..max', 'GFLOP/s', 'of best', 'GB/s', 'of best'].map(numbers);
    output.result(formatTable([{ title: 'op' }, ...columns], lines));
    return resultsOf('kernels', device, rows);
  });
}
