import type { StepCase } from '../benchmarks/bench-step.ts';
import {
  type Batch,
  decayingOptimizer,
  type ImageNetworkName,
  imageNetworks,
  objectiveOf,
  type Shape,
} from '../index.ts';

/** A network of the command line on images of one size. */
interface BenchmarkNetwork {
  readonly network: ImageNetworkName;
  readonly inputShape: Shape;
  readonly classes: number;
}

/** The networks whose steps are measured, by name. */
export const benchmarkNetworks = {
  digits: { network: 'small', inputShape: [8, 8, 1], classes: 10 },
  cifar10: { network: 'cifar10', inputShape: [32, 32, 3], classes: 10 },
  'cats-dogs': { network: 'cats-dogs', inputShape: [150, 150, 3], classes: 2 },
} satisfies Record<string, BenchmarkNetwork>;

export type BenchmarkName = keyof typeof benchmarkNetworks;

export const BENCHMARK_NAMES = Object.keys(benchmarkNetworks) as readonly BenchmarkName[];

/** The batch size that a network is measured with unless an option says otherwise. */
export const defaultBatchSize = (name: BenchmarkName): number =>
  imageNetworks[benchmarkNetworks[name].network].defaults.batchSize;

/** A network as `train` compiles it, with a batch of bytes that look like noise. */
export function stepCase(name: BenchmarkName, batchSize: number): StepCase {
  const { network, inputShape, classes } = benchmarkNetworks[name];
  const { build, defaults } = imageNetworks[network];
  const model = build(inputShape, classes);
  const optimizer = decayingOptimizer(defaults.optimizer, defaults.learningRate, 1000);
  const settings = { optimizer, loss: objectiveOf(model).loss, metrics: ['accuracy'] as const };
  return { model, settings, batch: noiseBatch([batchSize, ...inputShape], classes) };
}

/** Images and labels that are as good as random; one yes-or-no label each for two classes. */
function noiseBatch(xShape: Shape, classes: number): Batch {
  const batchSize = xShape[0] as number;
  const size = xShape.reduce((product, n) => product * n, 1);
  // A linear congruential generator (Numerical Recipes), of which the upper bits are good enough.
  let state = 1;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state >>> 24;
  };
  const x = Uint8Array.from({ length: size }, next);
  if (classes === 2)
    return { x, xShape, y: Float32Array.from({ length: batchSize }, () => next() & 1), yShape: [batchSize, 1] };
  return { x, xShape, y: Uint32Array.from({ length: batchSize }, () => next() % classes), yShape: [batchSize] };
}
