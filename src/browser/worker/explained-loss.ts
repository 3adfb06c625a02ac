import type { DeviceLostError } from '../../errors.ts';
import type { Model } from '../../nn/models/model.ts';
import { errorFromPortable, errorToPortable } from './portable-error.ts';

/**
 * The loss of the worker's device, with what is left of the training and how to go on.
 *
 * @param model that of the page.
 * @param epoch the one that was under way, counted from 0.
 * @param ended the number of epochs that had ended; the model has the weights of the last one.
 */
export function explainedLoss(error: DeviceLostError, model: Model, epoch: number, ended: number): Error {
  const now = `Training in the worker was in epoch ${epoch + 1}.`;
  const kept =
    ended === 0
      ? 'No epoch had ended, so the model is as it was before.'
      : `The model has the weights and the optimizer's state of epoch ${ended}: initialEpoch: ${ended} goes on from there.`;
  const apart =
    model.isCompiled && model.device.kind === 'webgpu' && ended > 0
      ? ' Should its own device be lost, too, modelOfLastEpoch() gives a new model with them.'
      : '';
  return errorFromPortable({ ...errorToPortable(error), message: `${error.message} ${now} ${kept}${apart}` });
}
