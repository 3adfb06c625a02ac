import { type BenchmarkName, benchmarkNetworks, defaultBatchSize } from '../../src/cli/benchmark-networks.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { seededRandom } from '../../src/engine/seeded-random.ts';
import { type Shape, sizeOf } from '../../src/engine/shape.ts';
import { imageNetworks } from '../../src/nn/classification/image-networks.ts';
import type { Sequential } from '../../src/nn/models/sequential.ts';
import type { WeightArray } from '../../src/nn/models/weight-array.ts';

/** One of cnn-gpu's layers as data, from which a peer builds its own. */
export interface LayerSpec {
  /** Keras's name of the layer. */
  readonly className: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** Shape of one input, without the batch: `[height, width, channels]` for images. */
  readonly inputShape: Shape;
  /** Initial values in the layer's order, as Keras lays them out: convolutions `[height, width, in, out]`. */
  readonly weights: readonly WeightArray[];
}

/** What every peer runs: a network with its initial weights, a fixed batch, and how it is trained. */
export interface Workload {
  readonly network: BenchmarkName;
  /** A new, uncompiled model of cnn-gpu. */
  readonly build: () => Sequential;
  readonly layers: readonly LayerSpec[];
  readonly batchSize: number;
  readonly inputShape: Shape;
  /** 1 for a yes-or-no network, which ends in a sigmoid; others end in logits. */
  readonly outputs: number;
  /** Images `[batch, height, width, channels]`. */
  readonly x: Uint8Array;
  /** Class indices. */
  readonly y: Uint32Array;
  readonly optimizer: 'adam' | 'rmsprop';
  readonly learningRate: number;
}

/** A network as the command line trains it, with the same weights and images in every process. */
export async function workload(network: BenchmarkName): Promise<Workload> {
  const { network: name, inputShape, classes } = benchmarkNetworks[network];
  const { build, defaults } = imageNetworks[name];
  const batchSize = defaultBatchSize(network);
  const model = build(inputShape, classes);
  model.compile({ device: new ReferenceDevice(), optimizer: 'sgd', loss: 'mse' });
  const weights = await model.getWeights();
  const rows = model.summaryRows();
  const layers = model.layers.map((layer, i) => ({
    className: layer.className,
    settings: layer.settings as LayerSpec['settings'],
    inputShape: rows[i - 1]?.outputShape ?? inputShape,
    weights: weights.filter((weight) => weight.name.startsWith(`${rows[i]?.name}/`)),
  }));
  return {
    network,
    build: () => build(inputShape, classes),
    layers,
    inputShape,
    outputs: model.outputShape[0] as number,
    batchSize,
    ...images(batchSize, inputShape, classes),
    optimizer: defaults.optimizer as Workload['optimizer'],
    learningRate: defaults.learningRate,
  };
}

/** Noise that is brighter in higher classes, so that there is something to learn. */
function images(batchSize: number, inputShape: Shape, classes: number): Pick<Workload, 'x' | 'y'> {
  const random = seededRandom('batch');
  const y = Uint32Array.from({ length: batchSize }, (_, i) => i % classes);
  const size = sizeOf(inputShape);
  const brightness = (i: number) => ((y[Math.floor(i / size)] as number) + 1) / classes;
  return { x: Uint8Array.from({ length: batchSize * size }, (_, i) => 256 * random() * brightness(i)), y };
}

/** Mean loss of outputs `[batch, outputs]`: by it the peers are seen to compute the same function. */
export function lossOf({ y, outputs, batchSize }: Workload, predicted: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < batchSize; i++) {
    const row = predicted.subarray(i * outputs, (i + 1) * outputs);
    const label = y[i] as number;
    if (outputs === 1) {
      const [yes = Number.NaN] = row;
      sum -= Math.log(label === 1 ? yes : 1 - yes);
    } else {
      const greatest = Math.max(...row);
      const total = row.reduce((all, logit) => all + Math.exp(logit - greatest), 0);
      sum += Math.log(total) + greatest - (row[label] as number);
    }
  }
  return sum / batchSize;
}
