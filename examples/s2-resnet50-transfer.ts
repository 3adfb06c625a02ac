/**
 * Transfer learning with ResNet50 and the whole suite of figures of merit, from one folder with a folder for each of two
 * classes; after the Keras notebook on chest X-rays.
 *
 *     npx tsx examples/s2-resnet50-transfer.ts photos/ --weights imagenet --frozen --out runs/transfer
 */
import { join } from 'node:path';
import {
  Activation,
  Adam,
  augmentBatches,
  type Batch,
  BatchNormalization,
  classScores,
  collectPredictions,
  confusionMatrix,
  type Dataset,
  Dense,
  Dropout,
  EarlyStopping,
  GlobalAveragePooling2D,
  input,
  LearningRateScheduler,
  l2,
  Model,
  ProgressBar,
  RandomContrast,
  RandomFlip,
  RandomRotation,
  RandomTranslation,
  RandomZoom,
  ResNet50,
  rocAuc,
  rocCurve,
  Sequential,
  summaryMeasures,
} from 'cnn-gpu';
import {
  confusionMatrixChart,
  imageDatasetFromDirectory,
  loadApplicationWeights,
  loadWeights,
  ModelCheckpoint,
  plotHistory,
  rocChart,
  saveChart,
  savePreview,
} from 'cnn-gpu/node';
import { isMain, type ProgramOptions, runFromCommandLine } from './program.ts';

export interface TransferOptions extends ProgramOptions {
  /**
   * Weights of ResNet50 without top: `'imagenet'` for the published ones, or the path of a file. Default: none, training
   * starts from scratch.
   */
  readonly weights?: string | undefined;
  /** Whether the base keeps its weights; the notebook says so, but trains it. Default false, as there. */
  readonly frozen?: boolean | undefined;
}

/** The base and what the notebook puts upon it, for images of a size with values from 0 to 1. */
export function transferNetwork(
  [height, width]: readonly [number, number],
  base: Model = ResNet50({ includeTop: false }),
) {
  const inputs = input({ shape: [height, width, 3] });
  let x = base.apply(inputs, { training: false });
  x = new GlobalAveragePooling2D().apply(x);
  x = new BatchNormalization().apply(x);
  x = new Dropout({ rate: 0.8 }).apply(x);
  x = new Dense({ units: 128, kernelRegularizer: l2(0.3) }).apply(x);
  x = new BatchNormalization().apply(x);
  x = new Activation({ activation: 'relu' }).apply(x);
  x = new Dense({ units: 2, kernelRegularizer: l2(0.3) }).apply(x);
  x = new BatchNormalization().apply(x);
  return new Model({ inputs, outputs: new Activation({ activation: 'sigmoid' }).apply(x) });
}

export async function resnet50Transfer(options: TransferOptions) {
  const { data, out, device, epochs = 100, imageSize = [100, 100], weights, frozen = false } = options;
  const loading = { seed: 12, validationSplit: 0.2, imageSize, batchSize: 32 } as const;
  const trainDs = await imageDatasetFromDirectory(data, { ...loading, subset: 'training' });
  const valDs = await imageDatasetFromDirectory(data, { ...loading, subset: 'validation' });
  console.log(String(trainDs));
  const { classNames } = trainDs;

  const scaled = ({ x, ...batch }: Batch): Batch => ({ ...batch, x: Float32Array.from(x, (value) => value / 255) });
  const training = trainDs.cache().shuffle(800, 12).map(scaled).prefetch(2);
  const validation = valDs.cache().map(scaled).prefetch(2);
  await savePreview(trainDs, join(out, 'images.png'), { count: 15, columns: 5 });

  const augmentation = new Sequential([
    new RandomFlip({ mode: 'horizontal_and_vertical' }),
    new RandomRotation({ factor: 0.2 }),
    new RandomContrast({ factor: 1 }),
    new RandomZoom({ heightFactor: 0.5, widthFactor: 0.2 }),
    new RandomTranslation({ heightFactor: 0.3, widthFactor: 0.5 }),
  ]);
  const augmented = training.map(augmentBatches(augmentation, { device, seed: 12 })).prefetch(1);

  const base = ResNet50({ includeTop: false });
  if (weights === 'imagenet') await loadApplicationWeights(base, 'imagenet');
  else if (weights !== undefined) await loadWeights(base, weights);
  base.trainable = !frozen;
  const model = transferNetwork(imageSize, base);
  console.log(model.summary());
  model.compile({
    device,
    optimizer: new Adam(),
    loss: 'sparseCategoricalCrossentropy',
    metrics: ['accuracy'],
    seed: 12,
  });
  const bestModel = join(out, 'best_model_ResNet50.h5');
  const history = await model.fit(augmented, {
    validationData: validation,
    epochs,
    callbacks: [
      new LearningRateScheduler((epoch) => 1e-5 * 0.99 ** (epoch + 100)),
      new EarlyStopping({ monitor: 'loss', patience: 10, verbose: 1 }),
      new ModelCheckpoint(bestModel, {
        monitor: 'val_accuracy',
        verbose: 1,
        saveBestOnly: true,
        saveWeightsOnly: true,
      }),
      new ProgressBar({ output: process.stdout }),
    ],
  });
  await plotHistory(history, join(out, 'history.png'), { panels: ['loss', 'accuracy'] });

  const figures = [];
  const curves = [];
  for (const [name, color, dataset] of [
    ['val', 'red', validation],
    ['train', 'blue', augmented],
  ] as const) {
    const predictions = await collectPredictions(model, dataset as Dataset<Batch>);
    const matrix = confusionMatrix(predictions.labels, predictions.predicted, classNames);
    const chart = confusionMatrixChart(matrix, { title: '混淆矩阵', xName: '预测值', yName: '真实值' });
    await saveChart(chart, join(out, `confusion-matrix-${name}.png`));
    const { labels, scores } = classScores(predictions, 1);
    const measures = { ...summaryMeasures(matrix, { positive: 1 }), auc: rocAuc(labels, scores) };
    console.log(name, measures);
    figures.push({ name, matrix, measures });
    curves.push({ name, curve: rocCurve(labels, scores), color, dashed: true });
  }
  await saveChart(rocChart(curves, { diagonalColor: 'orange' }), join(out, 'roc.png'));
  return { model, history, validation, classNames, figures };
}

if (isMain(import.meta.url)) {
  await runFromCommandLine(resnet50Transfer, { weights: { type: 'string' }, frozen: { type: 'boolean' } });
}
