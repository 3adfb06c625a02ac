import type { Command } from 'commander';
import { ProgressBar } from '../index.ts';
import { addCommonOptions, addDeviceOptions, type DeviceOptions } from './common-options.ts';
import { count } from './count.ts';
import { batches } from './data-parts.ts';
import { describeEvaluationData, describeSkipped } from './describe-data.ts';
import { deviceLine, deviceRecord } from './device-line.ts';
import { loadClassifier } from './load-classifier.ts';
import { checkDataOptions, loadEvaluationData } from './load-data.ts';
import { positiveInteger } from './option-values.ts';
import { Output } from './output.ts';
import { withDevice } from './with-device.ts';

interface EvaluateOptions extends DeviceOptions {
  readonly batchSize: number;
  readonly dataDir?: string;
  readonly strict?: boolean;
}

/** Defines `cnn-gpu evaluate`. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command('evaluate')
    .summary('measure a trained model on a data set or a folder of images')
    .description(
      'Measures loss and accuracy of a model that "cnn-gpu train" saved.\n\n' +
        'DATA is the name of a data set, whose test images are taken, or a folder as for "train": its "test" folder is ' +
        'taken, else "validation" or "val", else all. Its classes must be those of the model.',
    )
    .argument('<model>', 'model.safetensors of a run')
    .argument('<data>', 'folder or name of a data set')
    .option('--batch-size <n>', 'images at once', positiveInteger, 64)
    .option('--data-dir <dir>', 'where the files of a named data set are')
    .option('--strict', 'stop at images that cannot be read, instead of skipping them');
  addCommonOptions(addDeviceOptions(command))
    .addHelpText('after', '\nExample:\n  $ cnn-gpu evaluate runs/photos/model.safetensors more-photos/')
    .action((model: string, data: string, options: EvaluateOptions) => evaluate(model, data, options));
}

async function evaluate(modelPath: string, source: string, options: EvaluateOptions): Promise<void> {
  const output = new Output(options);
  const { dataDir, strict = false, batchSize } = options;
  checkDataOptions(source, { dataDir });
  await withDevice(options, async (device) => {
    const { model, objective, preprocessing } = await loadClassifier(modelPath, device);
    output.say(deviceLine(device));
    const data = await loadEvaluationData(source, preprocessing, { dataDir, strict }, output);
    output.say(describeEvaluationData(data));
    if (data.skipped.length > 0) output.warn(describeSkipped(data.skipped));
    const begin = performance.now();
    const callbacks = output.isQuiet ? [] : [new ProgressBar({ output: output.messages })];
    const { loss, accuracy } = await model.evaluate(batches(objective.targets(data.part.samples), batchSize), {
      callbacks,
    });
    const seconds = (performance.now() - begin) / 1000;
    const percent = (100 * (accuracy as number)).toFixed(2);
    output.result(`Result: accuracy ${percent} %, loss ${loss?.toFixed(4)} on ${count(data.part.count, 'image')}`);
    output.event({
      event: 'end',
      device: deviceRecord(device),
      images: data.part.count,
      skipped: data.skipped,
      loss,
      accuracy,
      seconds,
    });
  });
}
