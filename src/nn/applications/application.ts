import type { Layer } from '../layers/layer.ts';
import type { Model } from '../models/model.ts';
import type { PreprocessingMode } from './preprocessing-mode.ts';

/** The seven models, by the names that the command line takes. */
export type ApplicationName =
  | 'resnet50'
  | 'inceptionresnetv2'
  | 'mobilenet'
  | 'efficientnetb0'
  | 'densenet201'
  | 'inceptionv3'
  | 'vgg19';

/** What is known of a model that one of the application functions made. */
export interface Application {
  readonly kind: ApplicationName;
  readonly includeTop: boolean;
  /** What the published weights expect of images. */
  readonly preprocessing: PreprocessingMode;
  /** Which of several published files fits; only where there are several. */
  readonly variant?: { readonly alpha: number; readonly size: number };
  /** Whether the published weights can be loaded at all; false where an option changed the layers. */
  readonly takesImagenetWeights: boolean;
}

const applications = new WeakMap<Layer, Application>();
const pretrained = new WeakSet<Layer>();

/** Notes how a model was made. */
export function application(model: Model, made: Application): Model {
  applications.set(model, made);
  return model;
}

/** How a model was made; undefined for one that is no application, and for one that was read from a file. */
export const applicationOf = (model: Layer): Application | undefined => applications.get(model);

/** Notes that a model got published weights, so that its input must be as they expect. @internal */
export const markPretrained = (model: Model): void => void pretrained.add(model);

/** Whether published weights were loaded into a model. @internal */
export const isPretrained = (layer: Layer): boolean => pretrained.has(layer);
