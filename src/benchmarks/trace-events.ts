import type { StepTimes } from '../nn/callbacks/callback.ts';
import { kernelRows, type StepProfile } from './step-profile.ts';

/**
 * An event of Chrome's trace format, which https://ui.perfetto.dev and chrome://tracing open: a span (`X`) with its
 * begin and duration in microseconds, or the name of a track (`M`).
 * https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
 */
export type TraceEvent =
  | {
      readonly ph: 'X';
      readonly name: string;
      readonly cat: string;
      readonly pid: number;
      readonly tid: number;
      readonly ts: number;
      readonly dur: number;
      readonly args?: Readonly<Record<string, number>>;
    }
  | {
      readonly ph: 'M';
      readonly name: 'process_name' | 'thread_name';
      readonly pid: number;
      readonly tid: number;
      readonly args: { readonly name: string };
    };

const HOST = 1;
const DEVICE = 2;

/** More steps would make files that viewers open slowly. */
const MAX_STEPS = 2000;

/**
 * The steps of a training on the host (the first 2000) and, after them, the profiled steps with the kernels that ran on
 * the device, a track for each. Times are relative to the first event.
 */
export function traceEvents(
  adapter: string,
  steps: readonly StepTimes[],
  { runs, commands }: StepProfile,
): TraceEvent[] {
  const shown = steps.slice(0, MAX_STEPS);
  const origin = shown[0]?.begin ?? runs[0]?.begin ?? 0;
  const tracks = kernelRows(commands).map(({ kernel }) => kernel);
  return [
    named('process_name', HOST, 0, 'host'),
    named('thread_name', HOST, 1, 'training steps'),
    named('process_name', DEVICE, 0, adapter),
    named('thread_name', DEVICE, 1, 'profiled steps'),
    ...tracks.map((kernel, i) => named('thread_name', DEVICE, i + 2, kernel)),
    ...shown.flatMap((times, i) => stepEvents(times, i, origin)),
    ...runs.flatMap((run, i) => profiledEvents(run, i, origin, tracks)),
  ];
}

const named = (name: 'process_name' | 'thread_name', pid: number, tid: number, value: string): TraceEvent => ({
  ph: 'M',
  name,
  pid,
  tid,
  args: { name: value },
});

const microseconds = (ms: number): number => Math.round(ms * 1e6) / 1e3;

/** A step and, below it, its parts. */
function stepEvents({ begin, data, issue, device }: StepTimes, number: number, origin: number): TraceEvent[] {
  const span = (name: string, from: number, ms: number): TraceEvent => ({
    ph: 'X',
    name,
    cat: 'host',
    pid: HOST,
    tid: 1,
    ts: microseconds(begin - origin + from),
    dur: microseconds(ms),
  });
  return [
    span(`step ${number + 1}`, 0, data + issue + device),
    span('wait for data', 0, data),
    span('issue', data, issue),
    span('wait for the device', data + issue, device),
  ];
}

function profiledEvents(
  { begin, commands }: StepProfile['runs'][number],
  number: number,
  origin: number,
  tracks: readonly string[],
): TraceEvent[] {
  const last = commands.at(-1);
  const on = { ph: 'X', pid: DEVICE } as const;
  const at = (ms: number) => microseconds(begin - origin + ms);
  const whole = last === undefined ? 0 : last.startMs + last.ms;
  return [
    { ...on, name: `profiled step ${number + 1}`, cat: 'step', tid: 1, ts: at(0), dur: microseconds(whole) },
    ...commands.map(
      ({ op, kernel, startMs, ms, flops, bytes }): TraceEvent => ({
        ...on,
        name: op,
        cat: 'kernel',
        tid: tracks.indexOf(kernel) + 2,
        ts: at(startMs),
        dur: microseconds(ms),
        args: { flops, bytes },
      }),
    ),
  ];
}
