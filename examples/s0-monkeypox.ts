/**
 * Two classes of photos of skin, from one folder with a folder for each class; after the Keras notebook "monkeypox".
 *
 *     npx tsx examples/s0-monkeypox.ts photos/ --out runs/monkeypox
 */
import { join } from 'node:path';
import {
  Adam,
  AveragePooling2D,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  ProgressBar,
  Rescaling,
  Sequential,
  SparseCategoricalCrossentropy,
} from 'cnn-gpu';
import { imageDatasetFromDirectory, ModelCheckpoint, plotHistory, savePreview } from 'cnn-gpu/node';
import { isMain, type ProgramOptions, runFromCommandLine } from './program.ts';

/** The network, for images of a size with values from 0 to 255. */
export const monkeypoxNetwork = (
  [height, width]: readonly [number, number],
  lastHidden: 'sigmoid' | 'relu' = 'sigmoid',
): Sequential =>
  new Sequential([
    new Rescaling({ scale: 1 / 255, inputShape: [height, width, 3] }),
    new Conv2D({ filters: 16, kernelSize: [3, 3], activation: 'relu' }),
    new AveragePooling2D({ poolSize: [2, 2] }),
    new Conv2D({ filters: 32, kernelSize: [3, 3], activation: 'relu' }),
    new AveragePooling2D({ poolSize: [2, 2] }),
    new Dropout({ rate: 0.3 }),
    new Conv2D({ filters: 64, kernelSize: [3, 3], activation: 'relu' }),
    new AveragePooling2D({ poolSize: [2, 2] }),
    new Dropout({ rate: 0.4 }),
    new Conv2D({ filters: 128, kernelSize: [3, 3], activation: 'relu' }),
    new Dropout({ rate: 0.5 }),
    new Flatten(),
    new Dense({ units: 256, activation: lastHidden }),
    new Dense({ units: 2 }),
  ]);

export async function monkeypox({ data, out, device, epochs = 50, imageSize = [240, 240] }: ProgramOptions) {
  const options = { validationSplit: 0.2, seed: 123, imageSize, batchSize: 32 } as const;
  const trainDs = await imageDatasetFromDirectory(data, { ...options, subset: 'training' });
  const valDs = await imageDatasetFromDirectory(data, { ...options, subset: 'validation' });
  console.log(trainDs.classNames);
  await savePreview(trainDs, join(out, 'images.png'), { count: 20, columns: 10 });

  const training = trainDs.cache().shuffle(1000, 123).prefetch(2);
  const validation = valDs.cache().prefetch(2);

  const model = monkeypoxNetwork(imageSize);
  console.log(model.summary());
  model.compile({
    device,
    optimizer: new Adam({ learningRate: 1e-4 }),
    loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });

  const checkpoint = new ModelCheckpoint(join(out, 'best_model.h5'), {
    monitor: 'val_accuracy',
    verbose: 1,
    saveBestOnly: true,
    saveWeightsOnly: true,
  });
  const history = await model.fit(training, {
    validationData: validation,
    epochs,
    callbacks: [checkpoint, new ProgressBar({ output: process.stdout })],
  });
  await plotHistory(history, join(out, 'history.png'));
  return { model, history, validation, classNames: trainDs.classNames };
}

if (isMain(import.meta.url)) await runFromCommandLine(monkeypox);
