import { type Command, InvalidArgumentError, Option } from 'commander';
import { countParameters, type Model, type Shape } from '../index.ts';
import { loadModel } from '../node/index.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { type NetworkName, networks } from './networks.ts';
import { imageSize, positiveInteger } from './option-values.ts';
import { Output } from './output.ts';
import { isModelConfigFile, readModelConfig } from './read-model.ts';

interface SummaryOptions extends CommonOptions {
  readonly imageSize: readonly [number, number];
  readonly channels: number;
  readonly classes: number;
}

/** Defines `cnn-gpu summary`. */
export function addSummaryCommand(program: Command): void {
  const command = program
    .command('summary')
    .summary('list the layers of a model')
    .description('Lists the layers of a model, their output shapes and their parameters.')
    .argument(
      '<model>',
      `model.safetensors of a run, .json file of layers, or network (${Object.keys(networks).join(', ')})`,
    )
    .addOption(
      new Option('--image-size <size>', 'of a network by name: pixels as N or HxW')
        .argParser(imageSize)
        .default([64, 64], '64'),
    )
    .option('--channels <n>', 'of a network by name: 3 for color, 1 for gray', positiveInteger, 3)
    .option('--classes <n>', 'of a network by name: number of classes', classCount, 2);
  addCommonOptions(command)
    .addHelpText('after', '\nExample:\n  $ cnn-gpu summary cifar10 --image-size 32 --classes 10')
    .action(async (name: string, options: SummaryOptions) => summarize(await readModel(name, options), options));
}

async function readModel(name: string, { imageSize: size, channels, classes }: SummaryOptions): Promise<Model> {
  const inputShape: Shape = [...size, channels];
  if (Object.hasOwn(networks, name)) return networks[name as NetworkName].build(inputShape, classes);
  if (isModelConfigFile(name)) return readModelConfig(name);
  return (await loadModel(name)).model;
}

function summarize(model: Model, options: SummaryOptions): void {
  const output = new Output(options);
  output.result(model.summary());
  output.event({
    event: 'end',
    name: model.name,
    inputShape: model.inputShape,
    outputShape: model.outputShape,
    layers: model.summaryRows(),
    parameters: countParameters(model.weightSpecs),
  });
}

function classCount(text: string): number {
  const value = positiveInteger(text);
  if (value >= 2) return value;
  throw new InvalidArgumentError('At least 2 classes are needed.');
}
