import { benchReplay } from '../benchmarks/bench-replay.ts';
import type { BenchOptions } from './bench.ts';
import { type Results, resultsOf } from './benchmark-results.ts';
import { deviceLine } from './device-line.ts';
import { figure, spread } from './figures.ts';
import type { Output } from './output.ts';
import { formatTable, numbers } from './table.ts';
import { withDevice } from './with-device.ts';

/** Measures a small step with and without a plan and prints a table of the two. */
export function benchReplayCommand({ seconds, ...options }: BenchOptions, output: Output): Promise<Results> {
  return withDevice(options, async (device) => {
    output.result(`${deviceLine(device)}\n`);
    const timings = await benchReplay(device, seconds);
    for (const timing of timings) output.event({ event: 'replay', ...timing });
    const columns = ['ms', 'min..max', 'until issued ms', 'min..max'].map(numbers);
    const cells = timings.map(({ name, whole, issue }) => [
      name,
      figure(whole.ms),
      spread(whole),
      figure(issue.ms),
      spread(issue),
    ]);
    output.result(formatTable([{ title: 'a small step' }, ...columns], cells));
    return resultsOf(
      'replay',
      device,
      timings.map(({ name, whole }) => ({ name, ...whole })),
    );
  });
}
