import type { Span } from '../command-times.ts';
import { type Command, submit } from './commands.ts';

const RESOLVE_USAGE = 0x0004 | 0x0200; // GPUBufferUsage COPY_SRC | QUERY_RESOLVE
const READ_USAGE = 0x0001 | 0x0008; // GPUBufferUsage MAP_READ | COPY_DST
const MAP_READ = 0x0001; // GPUMapMode.READ

/** WebGPU's limit for a query set; a command takes two queries. */
const MAX_QUERIES = 4096;

const NANOSECONDS = 1e6;

/**
 * Runs commands once, in order and one at a time, and gives how many milliseconds each took: by the adapter's
 * timestamps, or by the host's clock until the queue is done where the feature `timestamp-query` is missing.
 */
export async function timeCommands(device: GPUDevice, commands: readonly Command[]): Promise<number[]> {
  return (await commandSpans(device, commands)).map(({ ms }) => ms);
}

/** `timeCommands`, and when each command began. */
export function commandSpans(device: GPUDevice, commands: readonly Command[]): Promise<Span[]> {
  return device.features.has('timestamp-query') ? spansByQueries(device, commands) : spansByClock(device, commands);
}

/** A pass for each command, as passes are what WebGPU puts timestamps around; all in one submission. */
async function spansByQueries(device: GPUDevice, commands: readonly Command[]): Promise<Span[]> {
  if (commands.length === 0) return [];
  const bytes = 16 * commands.length;
  const staging = device.createBuffer({ label: 'timestamps', size: bytes, usage: READ_USAGE });
  const made: { destroy(): void }[] = [staging];
  const encoder = device.createCommandEncoder({ label: 'timed' });
  try {
    for (let first = 0; first < commands.length; first += MAX_QUERIES / 2) {
      const part = commands.slice(first, first + MAX_QUERIES / 2);
      const queries = device.createQuerySet({ type: 'timestamp', count: 2 * part.length });
      // A buffer for each set: queries may be resolved only to multiples of 256 bytes.
      const resolved = device.createBuffer({ size: 16 * part.length, usage: RESOLVE_USAGE });
      made.push(queries, resolved);
      for (const [i, { pipeline, bindGroup, workgroups }] of part.entries()) {
        const pass = encoder.beginComputePass({
          timestampWrites: {
            querySet: queries,
            beginningOfPassWriteIndex: 2 * i,
            endOfPassWriteIndex: 2 * i + 1,
          },
        });
        pass.setPipeline(pipeline);
        pass.setBindGroup(0, bindGroup);
        pass.dispatchWorkgroups(...workgroups);
        pass.end();
      }
      encoder.resolveQuerySet(queries, 0, 2 * part.length, resolved, 0);
      encoder.copyBufferToBuffer(resolved, 0, staging, 16 * first, 16 * part.length);
    }
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(MAP_READ);
    return spansOf(new BigUint64Array(staging.getMappedRange()));
  } finally {
    for (const object of made) object.destroy();
  }
}

/** Drivers may set their clock back between two timestamps; a span is never negative. */
function spansOf(times: BigUint64Array): Span[] {
  const origin = times[0];
  const between = (from: bigint, to: bigint) => Math.max(0, Number(to - from) / NANOSECONDS);
  return Array.from({ length: times.length / 2 }, (_, i) => {
    const [begin, end] = [times[2 * i], times[2 * i + 1]];
    return { startMs: between(origin, begin), ms: between(begin, end) };
  });
}

async function spansByClock(device: GPUDevice, commands: readonly Command[]): Promise<Span[]> {
  await device.queue.onSubmittedWorkDone();
  const origin = performance.now();
  const spans: Span[] = [];
  for (const command of commands) {
    const begin = performance.now();
    submit(device, [command], 'timed');
    await device.queue.onSubmittedWorkDone();
    spans.push({ startMs: begin - origin, ms: performance.now() - begin });
  }
  return spans;
}
