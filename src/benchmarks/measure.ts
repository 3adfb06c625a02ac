import { Bench } from 'tinybench';

/** Milliseconds of a body that ran several times. */
export interface Timing {
  readonly ms: number;
  readonly minMs: number;
  readonly maxMs: number;
}

/**
 * The median and the spread of a body's time: at least 5 runs after one to warm up, and at least `seconds`. What the
 * body returns counts instead of the time until it is done, in milliseconds.
 */
export async function measure(body: () => Promise<number | undefined>, seconds: number): Promise<Timing> {
  const bench = new Bench({ time: 1000 * seconds, iterations: 5, warmupTime: 0, warmupIterations: 1, throws: true });
  const run = async () => {
    const ms = await body();
    return ms === undefined ? undefined : { overriddenDuration: ms };
  };
  bench.add('body', run, { async: true });
  const [task] = await bench.run();
  const result = task?.result;
  if (result === undefined || !('latency' in result)) throw new Error(`The benchmark ended as "${result?.state}".`);
  const { p50, min, max } = result.latency;
  return { ms: p50, minMs: min, maxMs: max };
}
