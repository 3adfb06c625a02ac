import type { CompileOptions } from '../training/compiled.ts';
import type { Model } from './model.ts';

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
