import { FormatError } from '../../errors.ts';
import type { StoredModel } from '../../formats/stored-model.ts';
import type { CompileOptions } from '../training/compiled.ts';
import type { Model } from './model.ts';
import { modelFromStored, modelToStored, storedCompileOptions } from './stored-model.ts';

/** How inputs become what a model takes, for whoever uses it: class names, image size, … Plain JSON. */
export type Preprocessing = Readonly<Record<string, unknown>>;

/** A model that was saved, and what was saved with it. */
export interface LoadedModel {
  readonly model: Model;
  /** Empty when none was saved. */
  readonly preprocessing: Preprocessing;
  /** Optimizer, loss and metrics as the model was compiled, as far as the file tells and they are known here. */
  readonly compileOptions: Partial<Omit<CompileOptions, 'device'>>;
}

const PREPROCESSING = 'preprocessing';

/** A model as files hold it, with what is kept with it. Throws as `modelToStored` does. */
export const storedWith = (model: Model, preprocessing: Preprocessing | undefined): Promise<StoredModel> =>
  modelToStored(model, preprocessing === undefined ? {} : { [PREPROCESSING]: JSON.stringify(preprocessing) });

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
    preprocessing: preprocessingOf(stored.metadata[PREPROCESSING]),
    compileOptions: storedCompileOptions(stored),
  };
}

function preprocessingOf(text: string | undefined): Preprocessing {
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError('The preprocessing in the file is not valid JSON; the file is damaged.', {}, { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Preprocessing;
  throw new FormatError('The preprocessing in the file is no JSON object.');
}
