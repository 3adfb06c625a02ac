/**
 * CIFAR-10 with batch normalization; after the Keras notebook of that name. The data is the archive that
 * https://www.cs.toronto.edu/~kriz/cifar.html offers, in the folder named, or folders of images: `train` and `test`, each
 * with a folder for each class.
 *
 *     npx tsx examples/s3-cifar10.ts downloads/ --out runs/cifar10
 */
import { join } from 'node:path';
import {
  type Batch,
  BatchNormalization,
  batchSamples,
  Conv2D,
  type Dataset,
  Dense,
  Dropout,
  datasetFromArrays,
  Flatten,
  MaxPooling2D,
  ProgressBar,
  type SampleArrays,
  Sequential,
  SparseCategoricalCrossentropy,
} from 'cnn-gpu';
import {
  findFolderLayout,
  imageDatasetFromDirectory,
  loadNamedDataset,
  plotHistory,
  previewGrid,
  writeFileAtomic,
} from 'cnn-gpu/node';
import { isMain, type ProgramOptions, runFromCommandLine } from './program.ts';

/** The network, for images of values from 0 to 1. */
export const cifar10Network = (): Sequential =>
  new Sequential([
    new Conv2D({ filters: 64, kernelSize: [3, 3], activation: 'relu', inputShape: [32, 32, 3] }),
    new BatchNormalization(),
    new MaxPooling2D({ poolSize: [2, 2] }),
    new Conv2D({ filters: 128, kernelSize: [3, 3], activation: 'relu' }),
    new BatchNormalization(),
    new MaxPooling2D({ poolSize: [2, 2] }),
    new Conv2D({ filters: 64, kernelSize: [3, 3], activation: 'relu' }),
    new BatchNormalization(),
    new MaxPooling2D({ poolSize: [2, 2] }),
    new Flatten(),
    new Dropout({ rate: 0.5 }),
    new Dense({ units: 32, activation: 'relu' }),
    new Dense({ units: 10 }),
  ]);

export async function cifar10({ data, out, device, epochs = 10 }: ProgramOptions) {
  const { train, test, classNames } = await loadImages(data);
  const images = { x: train.x.subarray(100 * 3072, 104 * 3072), xShape: [4, 32, 32, 3] };
  await writeFileAtomic(join(out, 'images.png'), await previewGrid(images, { columns: 2 }));

  const model = cifar10Network();
  console.log(model.summary({ explain: true }));
  model.compile({
    device,
    optimizer: 'adam',
    loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });
  const validation = scaled(test);
  const history = await model.fit(scaled(train), {
    epochs,
    validationData: validation,
    callbacks: [new ProgressBar({ output: process.stdout })],
  });
  await plotHistory(history, join(out, 'accuracy.png'), { panels: [{ metric: 'accuracy', range: [0.5, 1] }] });
  const evaluation = await model.evaluate(validation);
  console.log(evaluation);
  return { model, history, validation: batchSamples(datasetFromArrays(validation), 256), classNames, evaluation };
}

/** Pixels as numbers from 0 to 1. */
const scaled = (arrays: SampleArrays): SampleArrays => ({
  ...arrays,
  x: Float32Array.from(arrays.x, (value) => value / 255),
});

async function loadImages(
  data: string,
): Promise<{ train: SampleArrays; test: SampleArrays; classNames: readonly string[] }> {
  const layout = await findFolderLayout(data).catch(() => null);
  if (layout?.kind !== 'split' || layout.test === undefined) return loadNamedDataset('cifar10', { dataDir: data });
  const train = await imageDatasetFromDirectory(layout.train, { imageSize: [32, 32], batchSize: 100_000, seed: 1 });
  const test = await imageDatasetFromDirectory(layout.test, { imageSize: [32, 32], batchSize: 100_000, seed: 1 });
  return { train: await onlyBatch(train), test: await onlyBatch(test), classNames: train.classNames };
}

/** All images, which are one batch. */
async function onlyBatch(dataset: Dataset<Batch>): Promise<Batch> {
  for await (const batch of dataset) return batch;
  throw new Error('There are no images.');
}

if (isMain(import.meta.url)) await runFromCommandLine(cifar10);
