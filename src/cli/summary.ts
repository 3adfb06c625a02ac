import { type Command, InvalidArgumentError, Option } from 'commander';
import { ConfigError } from '../errors.ts';
import {
  type ApplicationName,
  applications,
  countParameters,
  type ImageNetworkName,
  imageNetworks,
  type Model,
  type Shape,
} from '../index.ts';
import { loadModel } from '../node/index.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { imageShape, imageSize, positiveInteger } from './option-values.ts';
import { Output } from './output.ts';
import { isModelConfigFile, readModelConfig } from './read-model.ts';

interface SummaryOptions extends CommonOptions {
  readonly imageSize: readonly [number, number];
  readonly channels: number;
  readonly classes?: number;
  /** Shape of one image, of any model by name. */
  readonly input?: Shape;
  /** False with `--no-top`. */
  readonly top: boolean;
  readonly expandNested?: boolean;
  readonly explain?: boolean;
}

/** Defines `cnn-gpu summary`. */
export function addSummaryCommand(program: Command): void {
  const command = program
    .command('summary')
    .summary('list the layers of a model')
    .description('Lists the layers of a model, their output shapes and their parameters.')
    .argument(
      '<model>',
      `model.safetensors of a run, .json file of layers, network (${Object.keys(imageNetworks).join(', ')}), or application (${Object.keys(applications).join(', ')})`,
    )
    .addOption(
      new Option('--image-size <size>', 'of a network by name: pixels as N or HxW')
        .argParser(imageSize)
        .default([64, 64], '64'),
    )
    .option('--channels <n>', 'of a network by name: 3 for color, 1 for gray', positiveInteger, 3)
    .option('--input <shape>', 'of a network or application by name: shape of an image as HxWxC', imageShape)
    .option('--classes <n>', 'of a network or application by name: number of classes (default: 2, or 1000)', classCount)
    .option('--no-top', 'of an application: without its classifier')
    .option('--expand-nested', 'list the layers of nested models, too')
    .option('--explain', 'tell where the numbers of parameters come from');
  addCommonOptions(command)
    .addHelpText('after', '\nExample:\n  $ cnn-gpu summary cifar10 --image-size 32 --classes 10')
    .action(async (name: string, options: SummaryOptions) => summarize(await readModel(name, options), options));
}

async function readModel(name: string, options: SummaryOptions): Promise<Model> {
  if (Object.hasOwn(applications, name)) return application(name as ApplicationName, options);
  if (!options.top) throw new ConfigError(`--no-top is for applications: ${Object.keys(applications).join(', ')}.`);
  const { imageSize: size, channels, classes = 2, input: inputShape = [...size, channels] } = options;
  if (Object.hasOwn(imageNetworks, name)) return imageNetworks[name as ImageNetworkName].build(inputShape, classes);
  if (isModelConfigFile(name)) return readModelConfig(name);
  return (await loadModel(name)).model;
}

function application(name: ApplicationName, { input, top, classes }: SummaryOptions): Model {
  return applications[name].build({
    includeTop: top,
    ...(input === undefined ? {} : { inputShape: input }),
    ...(classes === undefined ? {} : { classes }),
  });
}

function summarize(model: Model, options: SummaryOptions): void {
  const output = new Output(options);
  const { expandNested = false, explain = false } = options;
  output.result(model.summary({ expandNested, explain }));
  const parameters = countParameters(model.weightSpecs);
  output.event({
    event: 'end',
    name: model.name,
    inputShape: model.inputShape,
    outputShape: model.outputShape,
    ...parameters,
    layers: model.summaryRows({ expandNested }),
    parameters,
  });
}

function classCount(text: string): number {
  const value = positiveInteger(text);
  if (value >= 2) return value;
  throw new InvalidArgumentError('At least 2 classes are needed.');
}
