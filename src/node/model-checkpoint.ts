import { ModelCheckpointBase, type ModelCheckpointOptions } from '../nn/callbacks/model-checkpoint-base.ts';
import type { Preprocessing } from '../nn/models/preprocessing.ts';
import { rememberCheckpoint } from './live-checkpoints.ts';
import { saveModel, saveWeights } from './model-file.ts';

export interface FileCheckpointOptions extends ModelCheckpointOptions {
  /** Kept with each saved model. */
  readonly preprocessing?: Preprocessing;
}

/**
 * Saves the model to a file after each epoch, or after each that is the best so far, in the format that the path stands
 * for (see `saveModel`); with `saveWeightsOnly`, `best_model.h5` is a file of weights as Keras 2 writes them. What is saved
 * to the same path later by `saveModel` or `saveWeights` warns that it replaces the checkpoint.
 * https://keras.io/api/callbacks/model_checkpoint/
 */
export class ModelCheckpoint extends ModelCheckpointBase {
  /**
   * @param path may hold `{epoch:02d}` (counted from 1) and values of the logs, as in `{val_loss:.2f}`.
   * @throws ValueError for unknown options and values.
   */
  constructor(path: string, { preprocessing, ...options }: FileCheckpointOptions = {}) {
    const saveOptions = { overwrite: true, ...(preprocessing === undefined ? {} : { preprocessing }) };
    super(
      path,
      async (model, to, { weightsOnly }) => {
        if (weightsOnly) await saveWeights(model, to, { overwrite: true });
        else await saveModel(model, to, saveOptions);
        rememberCheckpoint(to);
      },
      options,
    );
  }
}
