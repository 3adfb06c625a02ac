import { ModelCheckpointBase, type ModelCheckpointOptions } from '../nn/callbacks/model-checkpoint-base.ts';
import type { Preprocessing } from '../nn/models/model-file.ts';
import { saveModel, saveWeights } from './model-file.ts';

export interface FileCheckpointOptions extends ModelCheckpointOptions {
  /** Kept with each saved model. */
  readonly preprocessing?: Preprocessing;
}

/**
 * Saves the model to a file after each epoch, or after each that is the best so far.
 * https://keras.io/api/callbacks/model_checkpoint/
 */
export class ModelCheckpoint extends ModelCheckpointBase {
  /**
   * @param path may hold `{epoch:02d}` (counted from 1) and values of the logs, as in `{val_loss:.2f}`.
   * @throws ValueError for unknown options and values.
   */
  constructor(path: string, { preprocessing, ...options }: FileCheckpointOptions = {}) {
    const saveOptions = preprocessing === undefined ? {} : { preprocessing };
    super(
      path,
      (model, to, { weightsOnly }) => (weightsOnly ? saveWeights(model, to) : saveModel(model, to, saveOptions)),
      options,
    );
  }
}
