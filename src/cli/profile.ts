import { type Ceilings, measureCeilings } from '../benchmarks/ceilings.ts';
import { type KernelRow, kernelRows, profileSteps } from '../benchmarks/step-profile.ts';
import { sumOfCommands } from '../benchmarks/sum-of-commands.ts';
import { traceEvents } from '../benchmarks/trace-events.ts';
import type { TimelineSummary, TrainingTimeline } from '../benchmarks/training-timeline.ts';
import type { Batch, Device, Model } from '../index.ts';
import { writeFileAtomic } from '../node/index.ts';
import { ceilingsLine } from './ceilings-line.ts';
import { shortPath } from './describe-data.ts';
import { deviceLine, deviceRecord } from './device-line.ts';
import { figure, percentage } from './figures.ts';
import type { Output } from './output.ts';
import { formatTable, numbers } from './table.ts';

/** What a profile is made of. */
export interface ProfileInput {
  readonly model: Model;
  readonly device: Device;
  readonly batch: Batch;
  readonly timeline: TrainingTimeline;
  /** Where the trace goes. */
  readonly path: string;
}

/** Steps that are run for a profile. */
const STEPS = 5;

/** Trains a few steps more with every kernel timed, prints where the time went, and writes a trace. */
export async function reportProfile(
  { model, device, batch, timeline, path }: ProfileInput,
  output: Output,
): Promise<void> {
  const profile = await profileSteps(model, batch, STEPS);
  const ceilings = await measureCeilings(device);
  const rows = kernelRows(profile.commands);
  const deviceMs = sumOfCommands(profile.commands).ms;
  const { summary } = timeline;
  const trace = { traceEvents: traceEvents(device.info.adapter, timeline.steps, profile), displayTimeUnit: 'ms' };
  await writeFileAtomic(path, `${JSON.stringify(trace)}\n`);

  output.result(`\n${deviceLine(device)}\n${ceilingsLine(ceilings)}\n`);
  output.result(kernelTable(rows, ceilings));
  output.result(
    `\n${profile.commands.length} commands take ${figure(deviceMs)} ms (medians of ${STEPS} steps, timed one by one).`,
  );
  output.result(hostLines(summary, device));
  output.result(`Trace: ${shortPath(path)} (open it in https://ui.perfetto.dev or chrome://tracing)`);
  output.event({
    event: 'profile',
    device: deviceRecord(device),
    ceilings,
    kernels: rows,
    deviceMs,
    host: summary,
    trace: path,
  });
}

function kernelTable(rows: readonly KernelRow[], { copyGBs, productGFlops }: Ceilings): string {
  const columns = ['calls', 'ms', 'share', 'GFLOP/s', 'of best', 'GB/s', 'of best'].map(numbers);
  return formatTable(
    [{ title: 'kernel' }, ...columns],
    rows.map(({ kernel, calls, ms, share, gflops, gbs }) => [
      kernel,
      String(calls),
      figure(ms),
      percentage(share),
      ...(gflops === 0 ? ['', ''] : [figure(gflops), percentage(gflops / productGFlops)]),
      figure(gbs),
      percentage(gbs / copyGBs),
    ]),
  );
}

function hostLines({ steps, step, data, issue, device: waited, dataSum }: TimelineSummary, { kind }: Device): string {
  const issuing = kind === 'webgpu' ? 'issuing it' : 'computing it';
  return [
    `A step of the training took ${figure(step)} ms: ${figure(data)} ms waiting for data, ${figure(issue)} ms ${issuing},`,
    `${figure(waited)} ms waiting for the device (medians of ${steps} steps). Its steps waited ${figure(dataSum)} ms for data in all.`,
  ].join('\n');
}
