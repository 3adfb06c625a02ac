import type { Command } from 'commander';
import { ConfigError } from '../errors.ts';
import { ProgressBar } from '../index.ts';
import { addCommonOptions, addDeviceOptions, type DeviceOptions } from './common-options.ts';
import { count } from './count.ts';
import { batches } from './data-parts.ts';
import { describeEvaluationData, describeSkipped } from './describe-data.ts';
import { deviceLine, deviceRecord } from './device-line.ts';
import { writeEvaluationReport } from './evaluation-report.ts';
import { loadClassifier } from './load-classifier.ts';
import { checkDataOptions, loadEvaluationData } from './load-data.ts';
import { positiveInteger } from './option-values.ts';
import { Output } from './output.ts';
import { withDevice } from './with-device.ts';

interface EvaluateOptions extends DeviceOptions {
  readonly batchSize: number;
  readonly dataDir?: string;
  readonly strict?: boolean;
  /** True, or the folder for it. */
  readonly report?: true | string;
  readonly figures?: boolean;
}

/** Defines `cnn-gpu evaluate`. */
export function addEvaluateCommand(program: Command): void {
  const command = program
    .command('evaluate')
    .summary('measure a trained model on a data set or a folder of images')
    .description(
      'Measures loss and accuracy of a model that "cnn-gpu train" saved.\n\n' +
        'DATA is the name of a data set, whose test images are taken, or a folder as for "train": its "test" folder is ' +
        'taken, else "validation" or "val", else all. Its classes must be those of the model. A report tells of all of ' +
        'these parts, and of the training images.',
    )
    .argument('<model>', 'model.safetensors of a run')
    .argument('<data>', 'folder or name of a data set')
    .option('--batch-size <n>', 'images at once', positiveInteger, 64)
    .option('--data-dir <dir>', 'where the files of a named data set are')
    .option('--report [dir]', 'write report.html about all parts of the data (default: a new folder beside the model)')
    .option('--figures', "write the charts of the report as pictures too, into the report's folder")
    .option('--strict', 'stop at images that cannot be read, instead of skipping them');
  addCommonOptions(addDeviceOptions(command))
    .addHelpText('after', '\nExample:\n  $ cnn-gpu evaluate runs/photos/model.safetensors more-photos/')
    .action((model: string, data: string, options: EvaluateOptions) => evaluate(model, data, options));
}

async function evaluate(modelPath: string, source: string, options: EvaluateOptions): Promise<void> {
  const output = new Output(options);
  const { dataDir, strict = false, batchSize, report, figures = false } = options;
  if (figures && report === undefined) throw new ConfigError('--figures needs --report, which says where they go.');
  checkDataOptions(source, { dataDir });
  await withDevice(options, async (device) => {
    const { model, objective, preprocessing } = await loadClassifier(modelPath, device);
    output.say(deviceLine(device));
    const allParts = report !== undefined;
    const data = await loadEvaluationData(source, preprocessing, { dataDir, strict, allParts }, output);
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
    const written =
      report === undefined
        ? null
        : await writeEvaluationReport(
            { model, modelPath, preprocessing, data, device, batchSize, loss },
            report,
            figures,
            output,
          );
    output.event({
      event: 'end',
      device: deviceRecord(device),
      images: data.part.count,
      skipped: data.skipped,
      loss,
      accuracy,
      seconds,
      ...(report !== undefined && { report: written }),
    });
  });
}
