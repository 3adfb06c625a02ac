import type { Command } from 'commander';
import { CnnGpuError, DataError, FormatError } from '../errors.ts';
import {
  batchSamples,
  Dataset,
  type ImagePreprocessing,
  inputShapeOf,
  resizeImage,
  type SampleInput,
} from '../index.ts';
import { decodeImage } from '../node/index.ts';
import { addCommonOptions, addDeviceOptions, type DeviceOptions } from './common-options.ts';
import { count } from './count.ts';
import { deviceLine, deviceRecord } from './device-line.ts';
import { type Classifier, loadClassifier } from './load-classifier.ts';
import { positiveInteger } from './option-values.ts';
import { Output } from './output.ts';
import { printable } from './printable.ts';
import { withDevice } from './with-device.ts';

interface PredictOptions extends DeviceOptions {
  readonly top: number;
}

/** A class with its probability. */
interface Score {
  readonly class: string;
  readonly score: number;
}

/** Images decoded and predicted at once. */
const BATCH = 32;

/** Defines `cnn-gpu predict`. */
export function addPredictCommand(program: Command): void {
  const command = program
    .command('predict')
    .summary('tell the class of image files')
    .description(
      'Tells the class of images by a model that "cnn-gpu train" saved, with scores from 0 to 1 that sum up to 1 over ' +
        'all classes. A file that cannot be read is named, the others are predicted, and the exit status is 1.',
    )
    .argument('<model>', 'model.safetensors of a run')
    .argument('<file...>', 'images')
    .option('--top <n>', 'classes to list for each image, the likeliest first', positiveInteger, 1);
  addCommonOptions(addDeviceOptions(command))
    .addHelpText('after', '\nExample:\n  $ cnn-gpu predict runs/photos/model.safetensors cat.jpg dog.png --top 3')
    .action((model: string, files: string[], options: PredictOptions) => predict(model, files, options));
}

async function predict(modelPath: string, files: readonly string[], options: PredictOptions): Promise<void> {
  const output = new Output(options);
  const failed = await withDevice(options, async (device) => {
    const classifier = await loadClassifier(modelPath, device);
    output.say(deviceLine(device));
    let failures = 0;
    for (let i = 0; i < files.length; i += BATCH) {
      failures += await predictBatch(files.slice(i, i + BATCH), classifier, options.top, output);
    }
    output.event({ event: 'end', device: deviceRecord(device), predicted: files.length - failures, failed: failures });
    return failures;
  });
  if (failed > 0) {
    throw new CnnGpuError('UNREADABLE', `${count(failed, 'file')} of ${files.length} could not be read.`, { failed });
  }
}

const notANumber = (file: string): FormatError =>
  new FormatError(
    `The model's scores for ${file} are not numbers: its weights are damaged, or their training diverged. Train it again.`,
    { file },
  );

/** Predicts and reports some files in order; returns how many could not be read. */
async function predictBatch(
  files: readonly string[],
  { model, objective, preprocessing }: Classifier,
  top: number,
  output: Output,
): Promise<number> {
  const inputs = await Promise.all(files.map((file) => readInput(file, preprocessing)));
  const readable = inputs.filter((input): input is SampleInput => !(input instanceof DataError));
  const classes = model.outputShape[0] as number;
  const data = readable.length === 0 ? null : await model.predict(batchSamples(Dataset.from(readable), BATCH));
  let row = 0;
  for (const [i, input] of inputs.entries()) {
    const file = files[i] as string;
    if (input instanceof DataError) {
      output.warn(printable(input.message));
      output.event({ event: 'error', code: input.code, file, message: input.message });
      continue;
    }
    const outputs = (data as { data: Float32Array }).data.subarray(row * classes, ++row * classes);
    const scores = ranked(objective.scores(outputs), preprocessing.classNames);
    if (scores.some(({ score }) => Number.isNaN(score))) throw notANumber(file);
    output.result(`${printable(file)}: ${scores.slice(0, top).map(showScore).join(', ')}`);
    output.event({ event: 'prediction', file, ...scores[0], top: scores.slice(0, top) });
  }
  return inputs.length - readable.length;
}

async function readInput(file: string, preprocessing: ImagePreprocessing): Promise<SampleInput | DataError> {
  try {
    const image = await decodeImage(file, preprocessing.colorMode);
    return { x: resizeImage(image, preprocessing.imageSize, preprocessing), xShape: inputShapeOf(preprocessing) };
  } catch (error) {
    if (error instanceof DataError) return error;
    throw error;
  }
}

const ranked = (scores: readonly number[], classNames: readonly string[]): Score[] =>
  scores.map((score, i) => ({ class: classNames[i] as string, score })).sort((a, b) => b.score - a.score);

const showScore = ({ class: name, score }: Score): string => `${printable(name)} ${score.toFixed(4)}`;
