import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { CnnGpuError } from '../errors.ts';
import {
  applications,
  type ImagePreprocessing,
  imageNetworks,
  OPTIMIZER_NAMES,
  type TrainingDefaults,
} from '../index.ts';
import { warnOfRandomBase } from './application-classifier.ts';
import { addCommonOptions, addDeviceOptions, type DeviceOptions } from './common-options.ts';
import { comparisonTable, writeComparison } from './comparison-files.ts';
import { type ComparisonPlan, type ComparisonRow, checkComparedName, compareModel } from './comparison-run.ts';
import { describeSkipped, describeTrainingData, shortPath } from './describe-data.ts';
import { deviceLine, deviceRecord } from './device-line.ts';
import { errorCodeOf } from './exit-status.ts';
import { Interruption, interruptedError } from './interruption.ts';
import { checkDataOptions, isNamedSet, loadTrainingData } from './load-data.ts';
import { fraction, imageSize, positiveInteger, positiveNumber, seedValue } from './option-values.ts';
import { Output } from './output.ts';
import { createRunFolder, type RunFolder, writeConfig } from './run-folder.ts';
import { version } from './version.ts';
import { withDevice } from './with-device.ts';

interface CompareOptions extends DeviceOptions, Partial<TrainingDefaults> {
  readonly models: readonly string[];
  readonly frozen?: boolean;
  readonly weights?: string;
  readonly imageSize?: readonly [number, number];
  readonly colorMode?: ImagePreprocessing['colorMode'];
  readonly validationSplit?: number;
  readonly seed: number;
  readonly dataDir?: string;
  readonly out?: string;
  readonly strict?: boolean;
}

/** Defines `cnn-gpu compare`. */
export function addCompareCommand(program: Command): void {
  const command = program
    .command('compare')
    .summary('train several models on one data set, and put them side by side')
    .description(
      'Trains each model on the same images, in the same way, and lists parameters, accuracy and loss on the validation ' +
        'images, seconds of an epoch, and milliseconds of a prediction. Files of trained models are measured as they are.\n\n' +
        'DATA is as for "train". Applications get a classifier of their own, and images as their weights expect them.',
    )
    .argument('<data>', 'folder or name of a data set')
    .requiredOption(
      '--models <names>',
      `separated by commas: applications (${Object.keys(applications).join(', ')}), networks (${Object.keys(imageNetworks).join(', ')}), .json files of layers, files of trained models`,
      names,
    )
    .option('--epochs <n>', 'passes over the training images (default: what each model asks for)', positiveInteger)
    .option('--frozen', 'train only the classifiers of applications')
    .option(
      '--weights <source>',
      'what applications start from: imagenet, a folder with files of those weights, or such a file',
    )
    .option('--batch-size <n>', 'images in a step (default: what each model asks for)', positiveInteger)
    .option('--image-size <size>', 'pixels as N or HxW (default: that of the images, at most 64)', imageSize)
    .addOption(new Option('--color-mode <mode>', 'default: rgb, for a folder of images').choices(['rgb', 'grayscale']))
    .option('--validation-split <part>', 'part of the training images to validate on', fraction)
    .option('--learning-rate <rate>', 'of the first step (default: what each model asks for)', positiveNumber)
    .addOption(new Option('--optimizer <name>', 'default: what each model asks for').choices(OPTIMIZER_NAMES))
    .option('--seed <n>', 'decides the split, the order, the first weights and the dropout', seedValue, 0)
    .option('--data-dir <dir>', 'where the files of a named data set are')
    .option('--out <dir>', 'new folder for the results (default: runs/DATA-TIME)')
    .option('--strict', 'stop at images that cannot be read, instead of skipping them');
  addCommonOptions(addDeviceOptions(command))
    .addHelpText(
      'after',
      '\nExample:\n  $ cnn-gpu compare photos/ --models mobilenet,resnet50 --image-size 96 --weights imagenet --frozen',
    )
    .action((data: string, options: CompareOptions) => compare(data, options));
}

function names(text: string): readonly string[] {
  const list = text.split(',').map((name) => name.trim());
  if (list.every((name) => name !== '') && new Set(list).size === list.length) return list;
  throw new InvalidArgumentError('Different names with commas between them are expected.');
}

async function compare(source: string, options: CompareOptions): Promise<void> {
  const output = new Output(options);
  for (const name of options.models) checkComparedName(name);
  checkDataOptions(source, options);
  await withDevice(options, async (device) => {
    output.say(deviceLine(device));
    const { validationSplit, seed, imageSize, colorMode, dataDir, strict = false } = options;
    const dataOptions = { validationSplit, seed, imageSize, colorMode, dataDir, strict };
    const data = await loadTrainingData(source, dataOptions, output);
    output.say(describeTrainingData(data));
    if (data.skipped.length > 0) output.warn(describeSkipped(data.skipped));
    const folder = await createRunFolder(options.out, data.name);
    const { optimizer, learningRate, batchSize, epochs, weights = null, frozen = false } = options;
    warnOfRandomBase({ weights, frozen }, output);
    const settings = { optimizer, learningRate, batchSize, epochs } as Partial<TrainingDefaults>;
    await writeConfig(folder, {
      command: `cnn-gpu ${process.argv.slice(2).join(' ')}`,
      version,
      device: deviceRecord(device),
      data: isNamedSet(source) ? source : resolve(source),
      preprocessing: data.preprocessing,
      models: options.models,
      training: { ...settings, weights, frozen, seed },
    });
    const interruption = new Interruption(() =>
      output.warn('\nStopping after this batch. Ctrl-C again stops at once.'),
    );
    await compareAll({ data, device, seed, settings, weights, frozen, interruption }, options.models, folder, output);
  });
}

/** Measures one model after the other. One that fails is told of, and does not keep the others from their turn. */
async function compareAll(
  plan: ComparisonPlan,
  models: readonly string[],
  folder: RunFolder,
  output: Output,
): Promise<void> {
  const rows: ComparisonRow[] = [];
  const failed: { model: string; code: string; message: string }[] = [];
  for (const [i, name] of models.entries()) {
    output.say(`\n${name} (${i + 1} of ${models.length})`);
    try {
      const row = await compareModel(name, plan, output);
      if (plan.interruption.isRequested) break;
      rows.push(row);
      output.event({ event: 'model', ...row });
    } catch (error) {
      if (!(error instanceof CnnGpuError)) throw error;
      failed.push({ model: name, code: errorCodeOf(error), message: error.message });
      output.warn(`${name}: ${error.message}`);
    } finally {
      plan.interruption.release();
    }
  }
  if (rows.length > 0) {
    await writeComparison(folder.path, plan.data.name, rows);
    output.result(
      `\n${comparisonTable(rows)}\n\nResult: ${shortPath(folder.path)}: comparison.csv, comparison.json, comparison.svg`,
    );
  }
  if (plan.interruption.isRequested) throw interruptedError('Interrupted; the models so far are compared.');
  if (rows.length === 0) throw new CnnGpuError('COMPARISON', 'No model could be compared.', { failed });
  output.event({ event: 'end', device: deviceRecord(plan.device), models: rows, failed, out: folder.path });
}
