/**
 * Cats and dogs with few images, plain and then with augmentation and dropout; after the Keras notebook of that name.
 * The data is a folder with `train` and `validation`, each with a folder of cats and one of dogs. Carve it out of a flat
 * folder first:
 *
 *     npx cnn-gpu data split kaggle/train cats-dogs --help
 *     npx tsx examples/s4-cats-vs-dogs.ts cats-dogs/ --out runs/cats-dogs
 */
import { join } from 'node:path';
import { Conv2D, Dense, Dropout, Flatten, type History, MaxPooling2D, ProgressBar, RMSprop, Sequential } from 'cnn-gpu';
import { ImageDataGenerator, plotHistory, saveModel } from 'cnn-gpu/node';
import { isMain, type ProgramOptions, runFromCommandLine } from './program.ts';

/** The network, for images of a size with values from 0 to 1. */
export function catsVsDogsNetwork(
  [height, width]: readonly [number, number],
  { dropout = false }: { readonly dropout?: boolean } = {},
): Sequential {
  const model = new Sequential();
  model.add(new Conv2D({ filters: 32, kernelSize: [3, 3], activation: 'relu', inputShape: [height, width, 3] }));
  model.add(new MaxPooling2D({ poolSize: [2, 2] }));
  model.add(new Conv2D({ filters: 64, kernelSize: [3, 3], activation: 'relu' }));
  model.add(new MaxPooling2D({ poolSize: [2, 2] }));
  model.add(new Conv2D({ filters: 128, kernelSize: [3, 3], activation: 'relu' }));
  model.add(new MaxPooling2D({ poolSize: [2, 2] }));
  model.add(new Conv2D({ filters: 128, kernelSize: [3, 3], activation: 'relu' }));
  model.add(new MaxPooling2D({ poolSize: [2, 2] }));
  model.add(new Flatten());
  if (dropout) model.add(new Dropout({ rate: 0.5 }));
  model.add(new Dense({ units: 512, activation: 'relu' }));
  model.add(new Dense({ units: 1, activation: 'sigmoid' }));
  return model;
}

export interface CatsVsDogsOptions extends ProgramOptions {
  /** Epochs of the second training, with augmentation and dropout. Default `epochs`, or 100. */
  readonly augmentedEpochs?: number;
  /** Training batches in an epoch. Default 100. */
  readonly stepsPerEpoch?: number;
  /** Default 50. */
  readonly validationSteps?: number;
}

export async function catsVsDogs(options: CatsVsDogsOptions) {
  const { data, out, device, epochs = 30, augmentedEpochs = options.epochs ?? 100, imageSize = [150, 150] } = options;
  const { stepsPerEpoch = 100, validationSteps = 50 } = options;
  const trainDir = join(data, 'train');
  const validationDir = join(data, 'validation');
  const compiled = (model: Sequential): Sequential => {
    const optimizer = new RMSprop({ lr: 1e-4 });
    model.compile({ device, loss: 'binaryCrossentropy', optimizer, metrics: ['acc'] });
    return model;
  };
  const fitOptions = { stepsPerEpoch, validationSteps, callbacks: [new ProgressBar({ output: process.stdout })] };

  const testDatagen = new ImageDataGenerator({ rescale: 1 / 255 });
  const small = { targetSize: imageSize, batchSize: 20, classMode: 'binary', seed: 1 } as const;
  const validation = await testDatagen.flowFromDirectory(validationDir, { ...small, shuffle: false });
  const plain = compiled(catsVsDogsNetwork(imageSize));
  console.log(plain.summary());
  const plainHistory = await plain.fit(await testDatagen.flowFromDirectory(trainDir, small), {
    ...fitOptions,
    epochs,
    validationData: validation,
  });
  await saveModel(plain, join(out, 'cats_and_dogs_small_1.h5'));
  await plot(plainHistory, join(out, 'plain.png'));

  const augmenting = new ImageDataGenerator({
    rescale: 1 / 255,
    rotationRange: 40,
    widthShiftRange: 0.2,
    heightShiftRange: 0.2,
    shearRange: 0.2,
    zoomRange: 0.2,
    horizontalFlip: true,
    fillMode: 'nearest',
  });
  const larger = { ...small, batchSize: 32 } as const;
  const augmented = compiled(catsVsDogsNetwork(imageSize, { dropout: true }));
  const augmentedHistory = await augmented.fit(await augmenting.flowFromDirectory(trainDir, larger), {
    ...fitOptions,
    epochs: augmentedEpochs,
    validationData: await testDatagen.flowFromDirectory(validationDir, larger),
  });
  await saveModel(augmented, join(out, 'cats_and_dogs_small_2.h5'));
  await plot(augmentedHistory, join(out, 'augmented.png'));
  return {
    model: augmented,
    history: augmentedHistory,
    validation: validation.take(validation.batchesPerPass),
    classNames: validation.classNames,
    plain,
    plainHistory,
  };
}

/** Dots for training, a line for validation, a figure each. */
const plot = (history: History, path: string) =>
  plotHistory(history, path, {
    separate: true,
    panels: [
      { metric: 'acc', title: 'Training and validation accuracy', trainingStyle: 'dots' },
      { metric: 'loss', title: 'Training and validation loss', trainingStyle: 'dots' },
    ],
  });

if (isMain(import.meta.url)) await runFromCommandLine(catsVsDogs);
