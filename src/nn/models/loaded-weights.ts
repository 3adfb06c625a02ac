import type { StoredModel } from '../../formats/stored-model.ts';
import { type FitWeightsOptions, fitWeights } from './fit-weights.ts';
import type { Model } from './model.ts';
import { setStoredWeights } from './stored-weights.ts';
import type { WeightArray } from './weight-array.ts';

/** How the weights of a file find their places in a model. */
export interface LoadedWeightsOptions extends FitWeightsOptions {
  /** Whether the file is of cnn-gpu's own format, which names weights as the model does. */
  readonly isOwn: boolean;
}

/**
 * Gives a model the weights of a file: by their names in files of our own, else as `fitWeights` does. On an error the
 * model is unchanged.
 *
 * @throws FormatError when weights are missing or do not fit.
 * @throws ShapeError that names the layer and both shapes.
 * @throws NotCompiledError with `byName` when layers are to keep weights that they do not have yet.
 */
export async function setLoadedWeights(
  model: Model,
  stored: StoredModel,
  { isOwn, byName = false }: LoadedWeightsOptions,
): Promise<void> {
  if (isOwn && !byName) setStoredWeights(model, stored.layers);
  else model.setWeights(await withOthers(model, fitWeights(model, stored, { byName })));
}

/** Weights of a model with those that it has besides. */
async function withOthers(model: Model, weights: readonly WeightArray[]): Promise<readonly WeightArray[]> {
  if (weights.length === model.weightSpecs.length) return weights;
  const given = new Set(weights.map(({ name }) => name));
  return [...weights, ...(await model.getWeights()).filter(({ name }) => !given.has(name))];
}
