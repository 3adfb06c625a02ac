import type { Device } from '../../engine/device.ts';
import { FormatError, ValueError } from '../../errors.ts';
import type { StoredModel } from '../../formats/stored-model.ts';
import { convolutionalLayers } from '../layers/convolutional-layers.ts';
import { type LayerClasses, makeLayerOf } from '../layers/make-layer.ts';
import { TRAINING_ONLY, TrainingOnly } from '../layers/training-only.ts';
import { chainParts } from '../models/chain.ts';
import { Network } from '../models/network.ts';
import { networkFromConfig } from '../models/network-from-config.ts';
import { preprocessingOf } from '../models/preprocessing.ts';
import { setStoredWeights } from '../models/stored-weights.ts';
import { Predictor } from './predictor.ts';

/** How a saved model becomes a predictor. */
export interface LoadPredictorOptions {
  readonly device: Device;
  /** Layers by their class names that the model may have besides those of convolutional networks. Default: none. */
  readonly layers?: LayerClasses;
}

/**
 * The predictor of a model as files hold it. Layers that do something in training only are left out.
 *
 * @throws FormatError when there are only weights, parts contradict each other, or a layer is not among those of
 *   convolutional networks and `layers`.
 */
export function predictorFromStored(
  { config, layers, metadata }: StoredModel,
  { device, layers: more = {} }: LoadPredictorOptions,
): Predictor {
  if (config === null) throw new FormatError('It holds weights without a model. A predictor is loaded from a model.');
  const network = networkFromConfig<Network>(config, {
    makeLayer: (className, options) => layerOf({ ...convolutionalLayers, ...more }, className, options),
    functional: (options) => new Network(options),
    sequential: (chained, options) => new Network(chainParts(chained, options)),
  });
  setStoredWeights(network, layers);
  return new Predictor(network, { device, preprocessing: preprocessingOf(metadata) });
}

function layerOf(classes: LayerClasses, className: string, options: object) {
  if (Object.hasOwn(classes, className)) return makeLayerOf(classes, className, options);
  if (TRAINING_ONLY.includes(className)) return new TrainingOnly(className, options);
  throw new ValueError(
    `the layer "${className}" is not among those of a predictor. Name it in the option layers, or load the model by ` +
      'loadModel of cnn-gpu/browser.',
    { className },
  );
}
