import { Bench } from 'tinybench';

/** The median time of a function in milliseconds: at least 5 calls after 2 to warm up, and at least half a second. */
export async function medianMs(body: () => Promise<void>): Promise<number> {
  const bench = new Bench({ time: 500, iterations: 5, warmupTime: 0, warmupIterations: 2, throws: true });
  bench.add('body', body, { async: true });
  const [task] = await bench.run();
  const result = task?.result;
  if (result === undefined || !('latency' in result)) throw new Error(`The bench ended as "${result?.state}".`);
  return result.latency.p50;
}
