import { join, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { ConfigError } from '../errors.ts';
import {
  applications,
  countParameters,
  type ImagePreprocessing,
  imageNetworks,
  inputShapeOf,
  OPTIMIZER_NAMES,
  type TrainingDefaults,
} from '../index.ts';
import { type ApplicationStart, isApplication, warnOfRandomBase } from './application-classifier.ts';
import { addCommonOptions, addDeviceOptions, type DeviceOptions } from './common-options.ts';
import type { TrainingData } from './data-parts.ts';
import { describeSkipped, describeTrainingData } from './describe-data.ts';
import { deviceLine, deviceRecord } from './device-line.ts';
import { checkDataOptions, isNamedSet, loadTrainingData } from './load-data.ts';
import { fraction, imageSize, positiveInteger, positiveNumber, seedValue } from './option-values.ts';
import { Output } from './output.ts';
import { buildNetwork, checkNetworkName } from './read-model.ts';
import { checkRecipeOptions, runRecipe } from './recipe-run.ts';
import { type RecipeName, recipes } from './recipes.ts';
import { createRunFolder, writeConfig } from './run-folder.ts';
import { runTraining, type TrainingPlan } from './training-run.ts';
import { version } from './version.ts';
import { withDevice } from './with-device.ts';

interface TrainOptions extends DeviceOptions, Partial<TrainingDefaults> {
  readonly model: string;
  readonly imageSize?: readonly [number, number];
  readonly colorMode?: ImagePreprocessing['colorMode'];
  readonly validationSplit?: number;
  readonly seed: number;
  readonly dataDir?: string;
  readonly out?: string;
  readonly strict?: boolean;
  readonly report: boolean;
  readonly figures?: boolean;
  readonly recipe?: RecipeName;
  readonly weights?: string;
  readonly frozen?: boolean;
  /** True, or the file for the trace. */
  readonly profile?: true | string;
}

/** Defines `cnn-gpu train`. */
export function addTrainCommand(program: Command): void {
  const command = program
    .command('train')
    .summary('train a network on a data set or a folder of images')
    .description(
      'Trains a network on images and keeps the best model, by its loss on the validation images.\n\n' +
        'DATA is a folder with a folder of images for each class, a folder with "train" (and "validation" or "val", and ' +
        '"test") of such folders, or one of digits, mnist, fashion-mnist, cifar10. Without DATA: digits.',
    )
    .argument('[data]', 'folder or name of a data set', 'digits')
    .addOption(
      new Option(
        '--recipe <name>',
        `run the program of a well-known tutorial on DATA: ${Object.entries(recipes)
          .map(([name, { about }]) => `${name} (${about})`)
          .join('; ')}`,
      ).choices(Object.keys(recipes)),
    )
    .option(
      '--model <name>',
      `network (${Object.keys(imageNetworks).join(', ')}), application (${Object.keys(applications).join(', ')}) or .json file of layers`,
      'small',
    )
    .option(
      '--weights <source>',
      'what an application starts from, and the base of --recipe s2: imagenet, or a file of weights without top; for an application also a folder with files of imagenet',
    )
    .option('--frozen', 'leave those weights as they are, and train the classifier only')
    .option(
      '--epochs <n>',
      'passes over the training images (default: 15, or what the network asks for)',
      positiveInteger,
    )
    .option('--batch-size <n>', 'images in a step (default: 32, or what the network asks for)', positiveInteger)
    .option('--image-size <size>', 'pixels as N or HxW (default: that of the images, at most 64)', imageSize)
    .addOption(new Option('--color-mode <mode>', 'default: rgb, for a folder of images').choices(['rgb', 'grayscale']))
    .option(
      '--validation-split <part>',
      'part of the training images to validate on (default: 0.2, named sets 0.1)',
      fraction,
    )
    .option(
      '--learning-rate <rate>',
      'of the first step; it falls to a tenth in the last (default: by network)',
      positiveNumber,
    )
    .addOption(new Option('--optimizer <name>', 'default: adam, or what the network asks for').choices(OPTIMIZER_NAMES))
    .option('--seed <n>', 'decides the split, the order, the first weights and the dropout', seedValue, 0)
    .option('--data-dir <dir>', 'where the files of a named data set are')
    .option('--out <dir>', 'new folder for the results (default: runs/DATA-TIME)')
    .option('--profile [file]', 'tell where the time goes, and write a trace (default: trace.json in the new folder)')
    .option('--no-report', 'write no report.html, which tests the model on all images once more')
    .option('--figures', 'write the charts of the report as pictures too')
    .option('--strict', 'stop at images that cannot be read, instead of skipping them');
  addCommonOptions(addDeviceOptions(command))
    .addHelpText('after', '\nExample:\n  $ cnn-gpu train photos/ --image-size 96 --epochs 30')
    .action((data: string, options: TrainOptions) =>
      options.recipe === undefined ? train(data, options) : trainByRecipe(options.recipe, data, options, command),
    );
}

async function trainByRecipe(recipe: RecipeName, data: string, options: TrainOptions, command: Command): Promise<void> {
  const given = Object.keys(options).filter((option) => command.getOptionValueSource(option) === 'cli');
  checkRecipeOptions(recipe, given);
  await withDevice(options, (device) => runRecipe(recipe, data, options, { device, output: new Output(options) }));
}

async function train(source: string, options: TrainOptions): Promise<void> {
  const output = new Output(options);
  checkNetworkName(options.model);
  if (!isApplication(options.model) && (options.weights !== undefined || options.frozen !== undefined)) {
    throw new ConfigError(
      `--weights and --frozen go with applications (--model ${Object.keys(applications).join(', ')}) and --recipe s2 only.`,
    );
  }
  checkDataOptions(source, options);
  await withDevice(options, async (device) => {
    output.say(deviceLine(device));
    const data = await loadTrainingData(source, trainingDataOptions(options), output);
    output.say(describeTrainingData(data));
    if (data.skipped.length > 0) output.warn(describeSkipped(data.skipped));
    const start = { weights: options.weights ?? null, frozen: options.frozen ?? false };
    warnOfRandomBase(start, output);
    const { model, settings } = await chooseNetwork(data, options, start);
    output.say(`\n${model.summary()}\n`);
    const folder = await createRunFolder(options.out, data.name);
    const profile = options.profile === true ? join(folder.path, 'trace.json') : (options.profile ?? null);
    const { seed, report, figures = false } = options;
    const plan: TrainingPlan = { data, model, settings, device, folder, seed, profile, report, figures };
    await writeConfig(folder, runConfig(source, plan));
    output.event(startEvent(plan));
    await runTraining(plan, output);
  });
}

const trainingDataOptions = ({
  validationSplit,
  seed,
  imageSize,
  colorMode,
  dataDir,
  strict = false,
}: TrainOptions) => ({
  validationSplit,
  seed,
  imageSize,
  colorMode,
  dataDir,
  strict,
});

async function chooseNetwork({ preprocessing }: TrainingData, options: TrainOptions, start: ApplicationStart) {
  const { model, defaults } = await buildNetwork(
    options.model,
    inputShapeOf(preprocessing),
    preprocessing.classNames.length,
    start,
  );
  const settings: TrainingDefaults = {
    optimizer: options.optimizer ?? defaults.optimizer,
    learningRate: options.learningRate ?? defaults.learningRate,
    batchSize: options.batchSize ?? defaults.batchSize,
    epochs: options.epochs ?? defaults.epochs,
  };
  return { model, settings };
}

/** What `config.json` holds: with it and the data, the run can be repeated. */
function runConfig(source: string, { data, model, settings, device, seed }: TrainingPlan): object {
  const { preprocessing, training, validation, test, skipped } = data;
  return {
    command: `cnn-gpu ${process.argv.slice(2).join(' ')}`,
    version,
    node: process.version,
    device: deviceRecord(device),
    data: {
      source: isNamedSet(source) ? source : resolve(source),
      images: { training: training.count, validation: validation.count, test: test?.count ?? 0 },
      skipped,
    },
    preprocessing,
    training: { ...settings, seed },
    model: model.config(),
  };
}

const startEvent = ({ data, model, settings, device, folder, seed }: TrainingPlan) => ({
  event: 'start',
  version,
  device: deviceRecord(device),
  data: {
    name: data.name,
    classNames: data.preprocessing.classNames,
    inputShape: inputShapeOf(data.preprocessing),
    training: data.training.count,
    validation: data.validation.count,
    test: data.test?.count ?? 0,
    skipped: data.skipped,
  },
  model: { name: model.name, parameters: countParameters(model.weightSpecs).total },
  ...settings,
  seed,
  out: folder.path,
});
