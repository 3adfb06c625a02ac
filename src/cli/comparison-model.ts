import { ConfigError, listNames } from '../errors.ts';
import {
  type ApplicationName,
  type ApplicationOptions,
  applications,
  Dense,
  EfficientNetB0,
  ImagenetPreprocessing,
  input,
  Model,
  type Shape,
} from '../index.ts';
import { loadApplicationWeights } from '../node/index.ts';
import { networks, type TrainingDefaults } from './networks.ts';
import { buildNetwork, isModelConfigFile } from './read-model.ts';

/** What models of a comparison start from. */
export interface ComparisonModelOptions {
  /** `'imagenet'`, a folder with the published files, or null for random weights. */
  readonly weights: string | null;
  /** Whether only the classifiers of applications are trained. */
  readonly frozen: boolean;
}

/** A model to train, and how. */
export interface ComparedModel {
  readonly model: Model;
  readonly defaults: TrainingDefaults;
}

const isApplication = (name: string): name is ApplicationName => Object.hasOwn(applications, name);

/** Whether a name is that of a file with a trained model, which is measured as it is. */
export const isTrainedModel = (name: string): boolean => /\.(safetensors|keras|h5|hdf5)$/i.test(name);

/** Refuses names that stand for no model. Throws `ConfigError` that lists the right ones. */
export function checkComparedName(name: string): void {
  if (isApplication(name) || Object.hasOwn(networks, name) || isModelConfigFile(name) || isTrainedModel(name)) return;
  throw new ConfigError(
    `There is no model "${name}". Choose of ${listNames([...Object.keys(applications), ...Object.keys(networks)])}, or name ` +
      'a .json file of layers or the file of a trained model.',
    { model: name },
  );
}

/**
 * Makes a model to train, for images of a shape: a network, or an application with a classifier of its own behind it and
 * what its weights expect of images before it.
 *
 * @throws ConfigError for an unknown name, and for an application and gray images.
 */
export async function comparedModel(
  name: string,
  inputShape: Shape,
  classes: number,
  options: ComparisonModelOptions,
): Promise<ComparedModel> {
  if (!isApplication(name)) return buildNetwork(name, inputShape, classes);
  if (inputShape[2] !== 3) {
    throw new ConfigError(`The application "${name}" takes images of red, green and blue; these are gray.`, { name });
  }
  const base = await pretrained(name, { includeTop: false, pooling: 'avg', inputShape }, options.weights);
  if (options.frozen) base.trainable = false;
  const images = input({ shape: inputShape });
  const prepared = new ImagenetPreprocessing({ mode: applications[name].preprocessing }).apply(images);
  const features = base.apply(prepared, options.frozen ? { training: false } : {});
  const outputs = new Dense({ units: classes, name: 'classifier' }).apply(features);
  return {
    model: new Model({ inputs: images, outputs, name }),
    // Weights that are all trained take smaller steps than a new classifier by itself.
    defaults: { optimizer: 'adam', learningRate: options.frozen ? 1e-3 : 1e-4, batchSize: 32, epochs: 5 },
  };
}

async function pretrained(name: ApplicationName, options: ApplicationOptions, weights: string | null): Promise<Model> {
  if (weights === null) return applications[name].build(options);
  const model =
    name === 'efficientnetb0'
      ? EfficientNetB0({ ...options, imagenetRescaling: true })
      : applications[name].build(options);
  await loadApplicationWeights(model, 'imagenet', weights === 'imagenet' ? {} : { dataDir: weights });
  return model;
}
