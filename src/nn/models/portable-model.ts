import { CnnGpuError, ValueError } from '../../errors.ts';
import type { OptimizerState } from '../training/optimizer-state.ts';
import { modelFromConfig } from './from-config.ts';
import { keepWaiting, placedWeights, waitingWeights } from './layer-weights.ts';
import type { Model } from './model.ts';
import { configToStored } from './stored-model.ts';
import { readVariable, type WeightArray } from './weight-array.ts';

/** A model for another thread: plain JSON and arrays. */
export interface PortableModel {
  readonly config: Readonly<Record<string, unknown>>;
  /** Of the layers that have values; `compile` draws the others from its seed, and the same wherever it is called. */
  readonly weights: readonly WeightArray[];
  /** The optimizer's, where training is to go on. */
  readonly state: OptimizerState | null;
}

/**
 * A model's config, from which another thread makes the same model.
 *
 * @throws ValueError for layers of classes that are not cnn-gpu's, and for a layer with two places in nested models.
 */
export function portableConfig(model: Model): PortableModel['config'] {
  const { config, made } = rebuilt(model);
  const copies = made.leaves();
  for (const [i, { layer, path }] of model.leaves().entries()) {
    if (copies[i]?.layer.constructor === layer.constructor) continue;
    throw cannotCross(model, `its layer "${path}" is of a class of its own, ${layer.constructor.name}`);
  }
  return config;
}

function rebuilt(model: Model): { config: PortableModel['config']; made: Model } {
  try {
    const config = configToStored(model);
    return { config, made: modelFromConfig(config) };
  } catch (error) {
    if (!(error instanceof CnnGpuError)) throw error;
    throw cannotCross(model, error.message);
  }
}

const cannotCross = (model: Model, reason: string) =>
  new ValueError(
    `The model "${model.name}" cannot be made anew in a worker: ${reason.replace(/\.$/, '')}. A worker knows the layers ` +
      'of cnn-gpu; code of your own does not cross. Train on this thread: model.fit.',
    { model: model.name },
  );

/** A model with the weights and the optimizer's state that it has so far. Waits for its device. */
export async function modelToPortable(model: Model, config: PortableModel['config']): Promise<PortableModel> {
  // Frozen or unfrozen since, other weights are trained than the state is of.
  const isStale = model.isCompiled && model.compiled.lateFreezing(model) !== null;
  // Asked for side by side, weights and state are of the same step.
  const [weights, state] = await Promise.all([
    Promise.all(knownWeights(model)),
    isStale ? null : model.getOptimizerState(),
  ]);
  return { config, weights, state };
}

/** The model of another thread, not compiled. */
export function modelFromPortable({ config, weights, state }: PortableModel): Model {
  const model = modelFromConfig(config);
  const values = new Map(weights.map(({ name, data }) => [name, data]));
  for (const { layer, path, weights: own } of model.leaves()) {
    const known = own.flatMap(({ name }): [string, Float32Array][] => {
      const data = values.get(`${path}/${name}`);
      return data === undefined ? [] : [[name, data]];
    });
    if (known.length > 0) keepWaiting(layer, new Map(known));
  }
  if (state !== null) model.setOptimizerState(state);
  return model;
}

const knownWeights = (model: Model): Promise<WeightArray>[] =>
  model.leaves().flatMap(({ layer, path, weights }) =>
    weights.flatMap(({ name, shape }) => {
      const full = `${path}/${name}`;
      const variable = placedWeights(layer)?.variables[name];
      if (variable !== undefined) return [readVariable(variable, full)];
      const data = waitingWeights(layer)?.get(name);
      return data === undefined ? [] : [Promise.resolve({ name: full, shape, data })];
    }),
  );
