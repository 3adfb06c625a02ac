import { type Model, modelFromConfig } from '../index.ts';

/** Another model with the same layers and weights, which no device is needed for. */
export async function modelCopy(model: Model): Promise<Model> {
  const copy = modelFromConfig(model.config());
  copy.setWeights(await model.getWeights());
  return copy;
}
