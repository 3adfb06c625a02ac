import type { Measurement, Task, Times } from './measure.ts';

/** What one process measured. */
export interface Run {
  readonly task: Task;
  readonly measurement: Measurement;
}

/** The time of one kind of step over all rounds, in milliseconds. */
export interface Figure {
  readonly network: string;
  readonly batchSize: number;
  readonly peer: string;
  readonly version: string;
  readonly device: string;
  readonly adapter: string;
  readonly step: 'train' | 'predict';
  /** The median. */
  readonly ms: number;
  readonly minMs: number;
  readonly maxMs: number;
  /** Timed steps. */
  readonly samples: number;
  /** The first call, with compilation: the least of all rounds. */
  readonly firstMs: number;
  /** Highest resident memory of the process, in bytes. */
  readonly peakResidentBytes: number;
  /** `ms` divided by cnn-gpu's, on WebGPU or on the processor alike; null where that was not run. */
  readonly ratio: number | null;
}

/** The figures of all runs, in the order in which peer and device first ran. */
export function figuresOf(runs: readonly Run[]): Figure[] {
  const groups = new Map<string, Run[]>();
  for (const run of runs) {
    const key = groupOf(run.task);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  const figures = [...groups.values()].flatMap((group) => [
    ...figure(group, 'train', ({ train }) => train),
    ...figure(group, 'predict', ({ predict }) => predict),
  ]);
  return figures.map((one) => {
    const ours = figures.find(
      ({ peer, network, step, device }) =>
        peer === 'cnn-gpu' && network === one.network && step === one.step && isGpu(device) === isGpu(one.device),
    );
    return { ...one, ratio: ours === undefined ? null : one.ms / ours.ms };
  });
}

/** Which runs belong together. */
export const groupOf = ({ network, peer, device }: Task): string => `${network}: ${peer} on ${device}`;

const isGpu = (device: string): boolean => device === 'webgpu';

function figure(
  group: readonly Run[],
  step: Figure['step'],
  timesOf: (measurement: Measurement) => Times | null,
): Omit<Figure, 'ratio'>[] {
  const measurements = group.map(({ measurement }) => measurement);
  const times = measurements.map(timesOf).filter((one) => one !== null);
  const [run] = group;
  if (run === undefined || times.length === 0) return [];
  const { network, peer, device } = run.task;
  const { batchSize, version, adapter } = run.measurement;
  const ms = times.flatMap((one) => one.ms).sort((a, b) => a - b);
  return [
    {
      network,
      batchSize,
      peer,
      version,
      device,
      adapter,
      step,
      ms: median(ms),
      minMs: ms[0] as number,
      maxMs: ms.at(-1) as number,
      samples: ms.length,
      firstMs: Math.min(...times.map(({ first }) => first)),
      peakResidentBytes: Math.max(...measurements.map(({ peakResidentBytes }) => peakResidentBytes)),
    },
  ];
}

function median(sorted: readonly number[]): number {
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] as number) + (sorted[Math.ceil(middle)] as number)) / 2;
}
