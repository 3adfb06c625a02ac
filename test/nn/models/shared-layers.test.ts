import { expect, it } from 'vitest';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { FormatError } from '../../../src/errors.ts';
import { Add, Dense, input } from '../../../src/nn/layers/index.ts';
import { Model } from '../../../src/nn/models/model.ts';
import { modelToStored, weightsToStored } from '../../../src/nn/models/stored-model.ts';
import { setStoredWeights } from '../../../src/nn/models/stored-weights.ts';

/** A layer in a base and beside it. */
function besideBase(): Model {
  const shared = new Dense({ units: 3, name: 'shared' });
  const [x, z] = [input({ shape: [3] }), input({ shape: [3] })];
  const base = new Model({ inputs: x, outputs: shared.apply(x), name: 'base' });
  const model = new Model({ inputs: z, outputs: new Add().apply([base.apply(z), shared.apply(z)]) });
  model.compile({ device: new ReferenceDevice(), optimizer: 'adam', loss: 'mse' });
  return model;
}

it('refuses to save as a model what a file would hold as two layers', async () => {
  const saved = modelToStored(besideBase());
  await expect(saved).rejects.toThrow(FormatError);
  await expect(saved).rejects.toThrow(/The layer "(base\/shared|shared)" is also "(base\/shared|shared)"/);
});

it('saves the weights of such a model, each once', async () => {
  const [model, other] = [besideBase(), besideBase()];
  const { layers } = await weightsToStored(model);
  setStoredWeights(other, layers);
  expect(await other.getWeights()).toEqual(await model.getWeights());
  expect((await other.getWeights()).map(({ name }) => name)).toEqual(
    model.weightSpecs.map(({ layer, name }) => `${layer}/${name}`),
  );
});
