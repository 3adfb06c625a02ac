import {
  datasetFromArrays,
  type ImagePreprocessing,
  type NamedDataset,
  type SampleArrays,
  splitArrays,
} from '../index.ts';
import { type DownloadProgress, loadNamedDataset } from '../node/index.ts';
import { countLabels, type EvaluationData, type Part, type TrainingData } from './data-parts.ts';
import type { Output } from './output.ts';

/** Where and how to load a named set. */
export interface NamedDataOptions {
  readonly dataDir?: string | undefined;
  readonly output: Output;
}

/** Loads a named set for training; the validation part is drawn from its training images by the seed. */
export async function loadNamedTrainingData(
  name: string,
  options: NamedDataOptions & { readonly validationSplit: number; readonly seed: number },
): Promise<TrainingData> {
  const set = await load(name, options);
  const { training, validation } = splitArrays(asBytes(set, set.train), options);
  const trainingPart = part(training, set);
  return {
    name,
    preprocessing: preprocessingOf(set),
    training: { ...trainingPart, samples: trainingPart.samples.shuffle(trainingPart.count, options.seed) },
    validation: part(validation, set),
    test: part(asBytes(set, set.test), set),
    skipped: [],
  };
}

/** Loads the test images of a named set; the training images are the other part. */
export async function loadNamedEvaluationData(
  name: string,
  options: NamedDataOptions,
): Promise<EvaluationData & { readonly preprocessing: ImagePreprocessing }> {
  const set = await load(name, options);
  return {
    name,
    partName: 'test',
    part: part(asBytes(set, set.test), set),
    others: [{ partName: 'training', part: part(asBytes(set, set.train), set) }],
    preprocessing: preprocessingOf(set),
    skipped: [],
  };
}

function load(name: string, { dataDir, output }: NamedDataOptions): Promise<NamedDataset> {
  return loadNamedDataset(name, { dataDir, onProgress: downloadReporter(output) });
}

/** Names each file when its download begins, and in a terminal shows how far it is. */
function downloadReporter({ isQuiet }: Output): (progress: DownloadProgress) => void {
  let current = '';
  return ({ url, receivedBytes, totalBytes }) => {
    if (isQuiet) return;
    const isLive = process.stderr.isTTY === true;
    if (url !== current) process.stderr.write(`${current === '' || !isLive ? '' : '\n'}Downloading ${url}\n`);
    current = url;
    if (!isLive) return;
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    const total = totalBytes === undefined ? '' : ` of ${megabytes(totalBytes)}`;
    const isDone = receivedBytes === totalBytes;
    process.stderr.write(`\r  ${megabytes(receivedBytes)}${total}   ${isDone ? '\n' : ''}`);
  };
}

const preprocessingOf = ({ classNames, imageShape: [height, width, channels] }: NamedDataset): ImagePreprocessing => ({
  classNames,
  imageSize: [height, width],
  colorMode: channels === 1 ? 'grayscale' : 'rgb',
  interpolation: 'bilinear',
});

/** Spreads pixel values over 0 to 255, so that image files and all sets have one range. */
function asBytes({ maxValue }: NamedDataset, arrays: NamedDataset['train']): NamedDataset['train'] {
  if (maxValue === 255) return arrays;
  return { ...arrays, x: arrays.x.map((value) => Math.round((value * 255) / maxValue)) };
}

const part = (arrays: SampleArrays, { classNames }: NamedDataset): Part => ({
  samples: datasetFromArrays(arrays),
  count: arrays.yShape[0] as number,
  classCounts: countLabels(arrays.y, classNames.length),
});
