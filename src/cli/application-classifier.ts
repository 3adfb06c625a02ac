import { stat } from 'node:fs/promises';
import { ConfigError } from '../errors.ts';
import {
  type ApplicationName,
  type ApplicationOptions,
  applications,
  Dense,
  EfficientNetB0,
  ImagenetPreprocessing,
  input,
  Model,
  type NamedNetwork,
  type PreprocessingMode,
  Rescaling,
  type Shape,
  type SymbolicTensor,
} from '../index.ts';
import { loadApplicationWeights } from '../node/index.ts';
import type { Output } from './output.ts';

/** What applications start from. */
export interface ApplicationStart {
  /** `'imagenet'`, a folder with the published files, a file of weights, or null for random weights. */
  readonly weights: string | null;
  /** Whether only their classifiers are trained. */
  readonly frozen: boolean;
}

/** Tells when a base of random weights would be kept as it is. */
export function warnOfRandomBase({ weights, frozen }: ApplicationStart, output: Output): void {
  if (!frozen || weights !== null) return;
  output.warn(
    '--frozen without --weights keeps random weights as they are. Give --weights imagenet, or leave --frozen out.',
  );
}

/** Whether a name is that of an application, such as `mobilenet`. */
export const isApplication = (name: string): name is ApplicationName => Object.hasOwn(applications, name);

/**
 * An application with a classifier of its own behind it, and what its weights expect of images before it; for images of a
 * shape, with values from 0 to 255.
 *
 * @throws ConfigError for gray images.
 */
export async function applicationClassifier(
  name: ApplicationName,
  inputShape: Shape,
  classes: number,
  { weights, frozen }: ApplicationStart,
): Promise<NamedNetwork> {
  if (inputShape[2] !== 3) {
    throw new ConfigError(`The application "${name}" takes images of red, green and blue; these are gray.`, { name });
  }
  const base = await startingFrom(weights, name, { includeTop: false, pooling: 'avg', inputShape });
  if (frozen) base.trainable = false;
  const images = input({ shape: inputShape });
  const prepared = prepare(images, applications[name].preprocessing);
  const features = base.apply(prepared, frozen ? { training: false } : {});
  const outputs = new Dense({ units: classes, name: 'classifier' }).apply(features);
  return {
    model: new Model({ inputs: images, outputs, name }),
    // Weights that are all trained take smaller steps than a new classifier by itself.
    defaults: { optimizer: 'adam', learningRate: frozen ? 1e-3 : 1e-4, batchSize: 32, epochs: 5 },
  };
}

/** What the weights expect of pixels; by a layer that Keras has where there is one, so that its files can hold the model. */
function prepare(images: SymbolicTensor, mode: PreprocessingMode): SymbolicTensor {
  if (mode === 'none') return images;
  if (mode === 'tf') return new Rescaling({ scale: 1 / 127.5, offset: -1 }).apply(images);
  return new ImagenetPreprocessing({ mode }).apply(images);
}

async function startingFrom(
  weights: string | null,
  name: ApplicationName,
  options: ApplicationOptions,
): Promise<Model> {
  if (weights === null) return applications[name].build(options);
  const model =
    name === 'efficientnetb0'
      ? EfficientNetB0({ ...options, imagenetRescaling: true })
      : applications[name].build(options);
  if (weights === 'imagenet') await loadApplicationWeights(model, 'imagenet');
  else if (await isFolder(weights)) await loadApplicationWeights(model, 'imagenet', { dataDir: weights });
  else await loadApplicationWeights(model, weights);
  return model;
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
