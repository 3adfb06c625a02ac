import { FormatError } from '../../errors.ts';
import type { StoredLayer, StoredModel, StoredTraining } from '../../formats/stored-model.ts';
import type { Layer, LayerConfig } from '../layers/layer.ts';
import { lossConfig, lossFromConfig } from '../losses/losses.ts';
import { metricByName } from '../metrics/metrics.ts';
import { Optimizer } from '../optimizers/optimizer.ts';
import { optimizerFromConfig } from '../optimizers/optimizers.ts';
import type { CompileOptions } from '../training/compiled.ts';
import { modelFromConfig } from './from-config.ts';
import type { ShapedNode } from './graph.ts';
import { layerNames } from './layer-names.ts';
import type { Model } from './model.ts';
import type { ModelConfig } from './model-config.ts';
import { Network } from './network.ts';
import { fitted, floatsOf, setStoredWeights } from './stored-weights.ts';
import type { WeightArray } from './weight-array.ts';

/** What training changes of a model. */
export type StoredProgress = Pick<StoredModel, 'layers' | 'training'>;

/** How models that were loaded and not compiled since were trained. */
const trainingBefore = new WeakMap<Model, StoredTraining>();

/**
 * A model as files hold it: layers with their names, weights and, where there is one, the optimizer with its state. That
 * is left out where other layers were frozen or unfrozen since `compile`, because it is of no use then.
 *
 * @throws NotCompiledError when the model has no weights yet.
 * @throws FormatError when two of the models within each other have a layer in common.
 */
export async function modelToStored(model: Model, metadata: StoredModel['metadata'] = {}): Promise<StoredModel> {
  const config = configToStored(model);
  return { config, ...(await progressToStored(model)), metadata };
}

/**
 * A model's config as files hold it, with the names by which weights are stored.
 *
 * @throws FormatError when two of the models within each other have a layer in common.
 */
export function configToStored(model: Model): NonNullable<StoredModel['config']> {
  refuseTwoPlaces(model);
  return { ...storedConfig(model, model.config(), model.nodes) };
}

/** What training changes of a model: its weights and, where there is one, the optimizer with its state. */
export async function progressToStored(model: Model): Promise<StoredProgress> {
  // Asked for side by side, weights and state are of the same step.
  const [layers, training] = await Promise.all([storedLayers(model), storedTraining(model)]);
  return { layers, training };
}

/** As `modelToStored`, without how it is trained. Throws `NotCompiledError` when there are no weights yet. */
export async function weightsToStored(model: Model): Promise<StoredModel> {
  const config = { ...storedConfig(model, model.config(), model.nodes) };
  return { config, layers: await storedLayers(model), training: null, metadata: {} };
}

/**
 * The model that a file holds, not compiled; its weights and the optimizer's state wait for `compile`.
 *
 * @throws FormatError when there are only weights, or parts contradict each other.
 */
export function modelFromStored({ config, layers, training }: StoredModel): Model {
  if (config === null) {
    throw new FormatError(
      'It holds weights without a model. Make the model and call loadWeights, or save it by saveModel.',
    );
  }
  const model = modelFromConfig(config);
  setStoredProgress(model, { layers, training });
  return model;
}

/**
 * Gives a model weights and, where there is one, the optimizer's state. A model that is compiled with another optimizer
 * keeps its own.
 *
 * @throws FormatError that names the first that does not fit.
 */
export function setStoredProgress(model: Model, { layers, training }: StoredProgress): void {
  setStoredWeights(model, layers);
  if (training !== null) setStoredTraining(model, training);
}

/**
 * What `compile` takes besides the device, as the model of a file was compiled; without what the file does
 * not tell, or tells of what is not known here.
 */
export function storedCompileOptions({
  training,
}: Pick<StoredModel, 'training'>): Partial<Omit<CompileOptions, 'device'>> {
  const { optimizer = null, loss, metrics } = training ?? {};
  return {
    ...(optimizer === null ? {} : known(() => ({ optimizer: optimizerFromConfig(optimizer) }))),
    ...(loss === undefined ? {} : known(() => ({ loss: lossFromConfig(loss) }))),
    ...(metrics === undefined ? {} : known(() => ({ metrics: metrics.map(metricByName) }))),
  };
}

/**
 * Other libraries have optimizers, losses and metrics that are not here; a model can be used without them. Values of
 * quite another kind than options fail in ways of their own, so all errors are taken for that.
 */
function known<T extends object>(make: () => T): T | object {
  try {
    return make();
  } catch {
    return {};
  }
}

/** Configs name layers by their place in one model: a layer in two would come back as two. */
function refuseTwoPlaces(network: Network, prefix = '', paths = new Map<Layer, string>()): void {
  const names = layerNames(network.layers);
  for (const [i, layer] of network.layers.entries()) {
    const path = `${prefix}${names[i]}`;
    const other = paths.get(layer);
    if (other !== undefined) {
      throw new FormatError(
        `The layer "${other}" is also "${path}" in the model "${network.name}"; a file would hold them as two. ` +
          'Save the weights alone (saveWeights), and make the model anew to load them.',
        { layer: other, other: path },
      );
    }
    paths.set(layer, path);
    if (layer instanceof Network) refuseTwoPlaces(layer, `${path}/`, paths);
  }
}

/** All leaf layers, also those without weights. */
async function storedLayers(model: Model): Promise<readonly StoredLayer[]> {
  const weights = new Map((await model.getWeights()).map((weight) => [weight.name, weight]));
  return model.leaves().map((leaf) => ({
    name: leaf.path,
    weights: leaf.weights.map(({ name }) => ({ ...(weights.get(`${leaf.path}/${name}`) as WeightArray), name })),
  }));
}

async function storedTraining(model: Model): Promise<StoredTraining | null> {
  if (!model.isCompiled) return trainingBefore.get(model) ?? null;
  const { optimizer, loss, metrics } = model.compiled;
  // Once other layers are frozen or unfrozen, the state is of other weights than the next `compile` is to train.
  const fits = model.compiled.lateFreezing(model) === null;
  const { step, slots } = fits ? await model.compiled.optimizerState() : { step: 0, slots: [] };
  return {
    optimizer: optimizer.config(),
    step,
    slots,
    loss: lossConfig(loss),
    metrics: metrics.map(({ name }) => name),
  };
}

function setStoredTraining(model: Model, training: StoredTraining): void {
  const { optimizer, step, slots } = training;
  if (optimizer === null) return;
  const state = { optimizer: optimizer.className.toLowerCase(), step, slots: slots.map(floatsOf) };
  if (model.isCompiled && !model.compiled.takesState(state)) return;
  fitted(() => model.setOptimizerState(state));
  // Old files have its name alone.
  const { optimizer: made } = storedCompileOptions({ training: { optimizer, step, slots } });
  trainingBefore.set(model, { ...training, optimizer: made instanceof Optimizer ? made.config() : optimizer });
}

/**
 * A model's config in which each layer of a `Sequential` has a name, too, that by which its weights are stored; and each
 * nested `Sequential` an input: other libraries make no weights without knowing it.
 */
function storedConfig(network: Network, config: ModelConfig, nodes: readonly ShapedNode[]): ModelConfig {
  const names = layerNames(network.layers);
  const offset = config.layers.length - names.length;
  const layers = config.layers.map((layer, i): LayerConfig => {
    // The Input at the beginning of a Sequential is none of its layers.
    if (i < offset) return layer as LayerConfig;
    const inner = network.layers[i - offset];
    const { className, config: own } = layer as LayerConfig;
    const name = own['name'] ?? names[i - offset];
    if (!(inner instanceof Network)) return { className, config: { name, ...own } };
    const { inputShapes } = nodes.find((node) => node.layer === inner) as ShapedNode;
    const stored = storedConfig(inner, own as unknown as ModelConfig, inner.nodesFor(inputShapes));
    const input = inner.isBuilt
      ? []
      : [{ className: 'Input', config: { name: `${name}_input`, shape: inputShapes[0] } }];
    return { className, config: { ...stored, layers: [...input, ...stored.layers], name } };
  });
  return { ...config, layers };
}
