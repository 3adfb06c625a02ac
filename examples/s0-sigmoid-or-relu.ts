/**
 * A claim of the notebook "monkeypox": with sigmoid instead of ReLU in the last hidden layer the accuracy on the validation
 * images hardly moves, while their loss falls. Trains both networks on the same images and compares.
 *
 *     npx tsx examples/s0-sigmoid-or-relu.ts photos/ --out runs/activations
 */
import { join } from 'node:path';
import { Adam, ProgressBar, SparseCategoricalCrossentropy } from 'cnn-gpu';
import { comparisonChart, imageDatasetFromDirectory, saveChart } from 'cnn-gpu/node';
import { isMain, type ProgramOptions, runFromCommandLine } from './program.ts';
import { monkeypoxNetwork } from './s0-monkeypox.ts';

export async function sigmoidOrRelu({ data, out, device, epochs = 50, imageSize = [240, 240] }: ProgramOptions) {
  const options = { validationSplit: 0.2, seed: 123, imageSize, batchSize: 32, subset: 'both' } as const;
  const [trainDs, valDs] = await imageDatasetFromDirectory(data, options);
  const training = trainDs.cache();
  const validation = valDs.cache().prefetch(2);
  const results = [];
  for (const lastHidden of ['relu', 'sigmoid'] as const) {
    const model = monkeypoxNetwork(imageSize, lastHidden);
    model.compile({
      device,
      optimizer: new Adam({ learningRate: 1e-4 }),
      loss: new SparseCategoricalCrossentropy({ fromLogits: true }),
      metrics: ['accuracy'],
    });
    const history = await model.fit(training.shuffle(1000, 123).prefetch(2), {
      validationData: validation,
      epochs,
      callbacks: [new ProgressBar({ output: process.stdout })],
    });
    const last = (name: string) => history.history[name]?.at(-1) as number;
    results.push({ lastHidden, model, history, accuracy: last('val_accuracy'), loss: last('val_loss') });
  }
  console.table(results.map(({ lastHidden, accuracy, loss }) => ({ lastHidden, accuracy, loss })));
  const chart = comparisonChart(
    results.map(({ lastHidden }) => lastHidden),
    [
      { name: 'Validation accuracy', values: results.map(({ accuracy }) => accuracy) },
      { name: 'Validation loss', values: results.map(({ loss }) => loss) },
    ],
    { title: 'The last hidden layer: ReLU or sigmoid' },
  );
  await saveChart(chart, join(out, 'sigmoid-or-relu.png'));
  const { model, history } = results[1]!;
  return { model, history, validation, classNames: trainDs.classNames, results };
}

if (isMain(import.meta.url)) await runFromCommandLine(sigmoidOrRelu);
