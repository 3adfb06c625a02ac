import { ConfigError, FormatError, listNames } from '../errors.ts';
import {
  applications,
  countParameters,
  type ImageNetworkName,
  imageNetworks,
  type Model,
  modelFromConfig,
  type NamedNetwork,
  type Shape,
  type TrainingDefaults,
} from '../index.ts';
import { errorReason } from '../node/index.ts';
import { readFileBounded } from '../node/read-file-bounded.ts';
import { type ApplicationStart, applicationClassifier, isApplication } from './application-classifier.ts';

const FILE_DEFAULTS: TrainingDefaults = { optimizer: 'adam', learningRate: 0.001, batchSize: 32, epochs: 20 };

/** A network of thousands of layers has less. */
const MAX_CONFIG_BYTES = 16 * 2 ** 20;
/** 4 GiB of weights: more than a device takes. */
const MAX_PARAMETERS = 2 ** 30;

/** Whether `--model` names a file rather than a network. */
export const isModelConfigFile = (name: string): boolean => name.toLowerCase().endsWith('.json');

/** Whether there is a network or application of a name, or it is that of a `.json` file. */
export const isNetworkName = (name: string): boolean =>
  Object.hasOwn(imageNetworks, name) || isApplication(name) || isModelConfigFile(name);

/** Refuses what is no {@link isNetworkName}. Throws `ConfigError` that lists the networks. */
export function checkNetworkName(name: string): void {
  if (isNetworkName(name)) return;
  const names = listNames([...Object.keys(imageNetworks), ...Object.keys(applications)]);
  throw new ConfigError(`There is no network "${name}". Choose one of ${names}, or name a .json file of layers.`, {
    model: name,
  });
}

/**
 * Builds the network of a name or `.json` file for images of a shape and a number of classes. Applications get a
 * classifier of their own.
 *
 * @throws ConfigError for an unknown name, and for an application and gray images.
 * @throws FormatError when the file describes no model, or one that takes other images or gives other classes.
 */
export async function buildNetwork(
  name: string,
  inputShape: Shape,
  classes: number,
  start: ApplicationStart,
): Promise<NamedNetwork> {
  checkNetworkName(name);
  if (isApplication(name)) return applicationClassifier(name, inputShape, classes, start);
  if (Object.hasOwn(imageNetworks, name)) {
    const { defaults, build } = imageNetworks[name as ImageNetworkName];
    const model = build(inputShape, classes);
    checkOutputs(model, classes, `The network "${name}"`);
    checkSize(model, name);
    return { model, defaults };
  }
  const model = await readModelConfig(name);
  checkInputs(model, inputShape, name);
  checkOutputs(model, classes, `The model in ${name}`);
  return { model, defaults: FILE_DEFAULTS };
}

/** Reads a model without weights from a `.json` file. Throws `DataError` and `FormatError`, naming the file. */
export async function readModelConfig(path: string): Promise<Model> {
  const bytes = await readFileBounded(path, MAX_CONFIG_BYTES);
  try {
    return modelFromConfig(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch (cause) {
    const reason = cause instanceof SyntaxError ? `it is not valid JSON (${cause.message}).` : errorReason(cause);
    throw new FormatError(`Cannot use the model ${path}: ${reason}`, { path }, { cause });
  }
}

const show = (shape: Shape): string => shape.join('x');

function checkInputs(model: Model, inputShape: Shape, path: string): void {
  if (show(model.inputShape) === show(inputShape)) return;
  const [height, width, channels] = model.inputShape;
  const hint =
    model.inputShape.length === 3
      ? `Give --image-size ${height}x${width}${channels === inputShape[2] ? '' : ` and --color-mode ${channels === 1 ? 'grayscale' : 'rgb'}`} for a folder of images, or change its input shape.`
      : 'Images have height, width and channels.';
  throw new FormatError(
    `The model in ${path} takes inputs of ${show(model.inputShape)}, but the images are ${show(inputShape)} (height x width x channels). ${hint}`,
    { path, expected: inputShape, actual: model.inputShape },
  );
}

/** The networks by name grow with the images. Checked before weights are made, which take memory and time. */
function checkSize(model: Model, name: string): void {
  const { total } = countParameters(model.weightSpecs);
  if (total <= MAX_PARAMETERS) return;
  throw new FormatError(
    `The network "${name}" has ${total} parameters for images of ${show(model.inputShape)}; at most ${MAX_PARAMETERS} are ` +
      'allowed. Give a smaller --image-size or another --model.',
    { parameters: total, inputShape: model.inputShape },
  );
}

/** A model gives one value for each class; for two classes it may give one value in all. */
function checkOutputs(model: Model, classes: number, what: string): void {
  const [outputs] = model.outputShape;
  if (model.outputShape.length === 1 && (outputs === classes || (outputs === 1 && classes === 2))) return;
  throw new FormatError(
    `${what} gives outputs of ${show(model.outputShape)}, but the data has ${classes} classes. ` +
      `Its last layer must have ${classes} units${classes === 2 ? ', or 1' : ''}.`,
    { classes, outputShape: model.outputShape },
  );
}
