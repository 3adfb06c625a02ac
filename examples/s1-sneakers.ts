/**
 * Two brands of shoes, from a folder `train` and a folder `test`, each with a folder for each brand; after the Keras
 * notebook "sneaker brands".
 *
 *     npx tsx examples/s1-sneakers.ts shoes/ --out runs/shoes
 */
import { join } from 'node:path';
import {
  Adam,
  AveragePooling2D,
  batchSamples,
  Conv2D,
  Dataset,
  Dense,
  Dropout,
  EarlyStopping,
  ExponentialDecay,
  Flatten,
  MaxPooling2D,
  ProgressBar,
  Rescaling,
  resizeImage,
  Sequential,
  SparseCategoricalCrossentropy,
} from 'cnn-gpu';
import {
  decodeImage,
  imageDatasetFromDirectory,
  listImages,
  loadWeights,
  ModelCheckpoint,
  plotHistory,
} from 'cnn-gpu/node';
import { isMain, type ProgramOptions, runFromCommandLine } from './program.ts';

/** The network, for images of a size with values from 0 to 255. */
export const sneakerNetwork = ([height, width]: readonly [number, number]): Sequential =>
  new Sequential([
    new Rescaling({ scale: 1 / 255, inputShape: [height, width, 3] }),
    new Conv2D({ filters: 16, kernelSize: [3, 3], activation: 'relu' }),
    new AveragePooling2D({ poolSize: [2, 2] }),
    new Conv2D({ filters: 32, kernelSize: [3, 3], activation: 'relu' }),
    new MaxPooling2D({ poolSize: [2, 2] }),
    new Dropout({ rate: 0.3 }),
    new Conv2D({ filters: 64, kernelSize: [3, 3], activation: 'relu' }),
    new Dropout({ rate: 0.3 }),
    new Flatten(),
    new Dense({ units: 128, activation: 'relu' }),
    new Dense({ units: 2 }),
  ]);

export async function sneakers({ data, out, device, epochs = 60, imageSize = [224, 224] }: ProgramOptions) {
  const options = { seed: 123, imageSize, batchSize: 32 } as const;
  const trainDs = await imageDatasetFromDirectory(join(data, 'train'), options);
  const testDs = await imageDatasetFromDirectory(join(data, 'test'), { ...options, shuffle: false });
  const { classNames } = trainDs;
  console.log(classNames);

  const model = sneakerNetwork(imageSize);
  console.log(model.summary());
  // The schedule follows the optimizer's steps: it does not begin anew in each epoch.
  const learningRate = new ExponentialDecay({
    initialLearningRate: 1e-4,
    decaySteps: 50,
    decayRate: 0.98,
    staircase: true,
  });
  model.compile({
    device,
    optimizer: new Adam({ learningRate }),
    loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
    metrics: ['accuracy'],
  });

  const bestModel = join(out, 'best_model.h5');
  const history = await model.fit(trainDs.cache().shuffle(1000, 123).prefetch(2), {
    validationData: testDs.cache().prefetch(2),
    epochs,
    callbacks: [
      new ModelCheckpoint(bestModel, {
        monitor: 'val_accuracy',
        verbose: 1,
        saveBestOnly: true,
        saveWeightsOnly: true,
      }),
      new EarlyStopping({ monitor: 'val_accuracy', minDelta: 0.001, patience: 20, verbose: 1 }),
      new ProgressBar({ output: process.stdout }),
    ],
  });
  await plotHistory(history, join(out, 'history.png'));

  await loadWeights(model, bestModel);
  const [file] = await listImages(join(data, 'test', classNames.at(-1) as string));
  const image = resizeImage(await decodeImage(file as string, 'rgb'), imageSize, { interpolation: 'bilinear' });
  const one = Dataset.from([{ x: image, xShape: [...imageSize, 3] }]);
  const { data: scores } = await model.predict(batchSamples(one, 1));
  const predicted = classNames[scores.indexOf(Math.max(...scores))];
  console.log(`预测结果为: ${predicted}`);
  return { model, history, validation: testDs, classNames, predicted };
}

if (isMain(import.meta.url)) await runFromCommandLine(sneakers);
