import type { Command } from 'commander';
import { type ConvertedModel, convertModel } from '../node/index.ts';
import { addCommonOptions, type CommonOptions } from './common-options.ts';
import { count } from './count.ts';
import { Output } from './output.ts';

interface ConvertOptions extends CommonOptions {
  readonly force?: boolean;
  readonly weightsOnly?: boolean;
}

const FORMATS: Readonly<Record<ConvertedModel['from'], string>> = {
  safetensors: 'cnn-gpu',
  hdf5: 'Keras (HDF5)',
  keras: 'Keras 3',
  'keras-weights': 'Keras 3 (weights)',
  tfjs: 'TensorFlow.js',
  'tfjs-zip': 'TensorFlow.js (zip)',
  onnx: 'ONNX',
};

/** Defines `cnn-gpu convert`. */
export function addConvertCommand(program: Command): void {
  const command = program
    .command('convert')
    .summary('write a model in another format')
    .description(
      'Reads a model and writes it in another format. The formats follow from the names:\n' +
        '  .safetensors    cnn-gpu\n' +
        '  .h5, .hdf5      Keras 2 and 3\n' +
        '  .keras          Keras 3\n' +
        '  folder/         TensorFlow.js: model.json and its weights\n' +
        '  .zip            the same in one file\n' +
        '  .onnx           ONNX (written only)\n' +
        '  .weights.h5     Keras 3, weights alone',
    )
    .argument('<from>', 'model to read')
    .argument('<to>', 'where to write it')
    .option('--weights-only', 'write the weights alone: to .safetensors, .h5 or .weights.h5')
    .option('--force', 'replace what is there already');
  addCommonOptions(command)
    .addHelpText('after', '\nExample:\n  $ cnn-gpu convert runs/photos/model.safetensors web/')
    .action(async (from: string, to: string, options: ConvertOptions) => convert(from, to, options));
}

async function convert(from: string, to: string, options: ConvertOptions): Promise<void> {
  const { force: overwrite = false, weightsOnly = false } = options;
  const output = new Output(options);
  const converted = await convertModel(from, to, { overwrite, weightsOnly });
  const { name, layers, parameters, step, problem } = converted;
  if (problem !== null) output.warn(`warning: The optimizer's state is left out. ${problem}`);
  const what = name === null ? 'weights' : `model "${name}"`;
  output.say(
    `Read ${from} (${FORMATS[converted.from]}): ${what}, ${count(layers, 'layer')}, ${count(parameters, 'parameter')}.`,
  );
  const kept = weightsOnly
    ? ', weights alone'
    : step === null
      ? ''
      : `, with the optimizer after ${count(step, 'step')}`;
  output.say(`Wrote ${to} (${FORMATS[converted.to]}${kept}).`);
  output.event({ event: 'end', ...converted });
}
