import type { BenchmarkName } from '../../src/cli/benchmark-networks.ts';
import { type PeerName, peers } from './peers.ts';
import { lossOf, workload } from './workload.ts';

/** What a process is to measure. */
export interface Task {
  readonly peer: PeerName;
  readonly network: BenchmarkName;
  readonly device: string;
  /** Timed steps at most. */
  readonly steps: number;
  /** No further step is begun after this many seconds of timed ones. */
  readonly seconds: number;
}

/** Times in milliseconds of one kind of step. */
export interface Times {
  /** The first call, with compilation. */
  readonly first: number;
  /** The calls after that. */
  readonly ms: readonly number[];
}

/** What a process measured. */
export interface Measurement {
  readonly adapter: string;
  readonly version: string;
  readonly parameters: number;
  readonly batchSize: number;
  /** Loss of the prediction with the initial weights. */
  readonly initialLoss: number;
  readonly predict: Times;
  /** Null where the library cannot train. */
  readonly train: Times | null;
  /** Losses of all training steps, the first included. */
  readonly losses: readonly number[];
  /** Highest resident memory of the process, in bytes. */
  readonly peakResidentBytes: number;
}

/** Runs one library on one network and device in this process. */
export async function measure({ peer, network, device, steps, seconds }: Task): Promise<Measurement> {
  const work = await workload(network);
  const { adapter, version, parameters, trainStep, predict } = await peers[peer].open(work, device);
  const predicting = await timed(predict, steps, seconds);
  const training = trainStep === null ? null : await timed<number>(trainStep, steps, seconds);
  return {
    adapter,
    version,
    parameters,
    batchSize: work.batchSize,
    initialLoss: lossOf(work, predicting.results[0] as Float32Array),
    predict: predicting.times,
    train: training?.times ?? null,
    losses: training?.results ?? [],
    peakResidentBytes: process.resourceUsage().maxRSS * 1024,
  };
}

async function timed<T>(
  run: () => Promise<T>,
  steps: number,
  seconds: number,
): Promise<{ times: Times; results: T[] }> {
  const results: T[] = [];
  const once = async () => {
    const start = performance.now();
    results.push(await run());
    return performance.now() - start;
  };
  const first = await once();
  const ms = [await once()];
  const end = performance.now() + 1000 * seconds;
  while (ms.length < steps && performance.now() < end) ms.push(await once());
  return { times: { first, ms }, results };
}
