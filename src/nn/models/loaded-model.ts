import type { StoredModel } from '../../formats/stored-model.ts';
import type { CompileOptions } from '../training/compiled.ts';
import type { Model } from './model.ts';
import { type Preprocessing, preprocessingMetadata, preprocessingOf } from './preprocessing.ts';
import { modelFromStored, modelToStored, storedCompileOptions } from './stored-model.ts';

/** A model that was saved, and what was saved with it. */
export interface LoadedModel {
  readonly model: Model;
  /** Empty when none was saved. */
  readonly preprocessing: Preprocessing;
  /** Optimizer, loss and metrics as the model was compiled, as far as the file tells and they are known here. */
  readonly compileOptions: Partial<Omit<CompileOptions, 'device'>>;
}

/** A model as files hold it, with what is kept with it. Throws as `modelToStored` does. */
export const storedWith = (model: Model, preprocessing: Preprocessing | undefined): Promise<StoredModel> =>
  modelToStored(model, preprocessingMetadata(preprocessing));

/**
 * The model that a file holds, and what was kept with it.
 *
 * @param path where the file is, for `warn`, which is told when the optimizer's state had to be left out.
 * @throws FormatError when there are only weights, or parts contradict each other.
 */
export function loadedFrom(stored: StoredModel, path: string, warn: (message: string) => void): LoadedModel {
  const problem = stored.training?.problem;
  if (problem !== undefined) warn(`${path}: the optimizer's state is left out. ${problem}`);
  return {
    model: modelFromStored(stored),
    preprocessing: preprocessingOf(stored.metadata),
    compileOptions: storedCompileOptions(stored),
  };
}
