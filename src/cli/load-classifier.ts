import { FormatError } from '../errors.ts';
import {
  type Device,
  type ImagePreprocessing,
  imagePreprocessing,
  inputShapeOf,
  type Model,
  type Objective,
  objectiveOf,
} from '../index.ts';
import { loadModel } from '../node/index.ts';

/** A trained model, ready for use on a device. */
export interface Classifier {
  readonly model: Model;
  readonly objective: Objective;
  readonly preprocessing: ImagePreprocessing;
}

/**
 * Loads a model that `cnn-gpu train` saved.
 *
 * @throws DataError when the file cannot be read.
 * @throws FormatError when it is damaged, no saved model, or says nothing about images and classes.
 */
export async function loadClassifier(path: string, device: Device): Promise<Classifier> {
  const { model, preprocessing: saved } = await loadModel(path);
  const preprocessing = imagePreprocessing(saved, path);
  const { classNames } = preprocessing;
  const expected = inputShapeOf(preprocessing);
  const [outputs] = model.outputShape;
  const fits = outputs === classNames.length || (outputs === 1 && classNames.length === 2);
  if (model.inputShape.join() !== expected.join() || model.outputShape.length !== 1 || !fits) {
    throw new FormatError(
      `The model ${path} contradicts itself: its layers take ${model.inputShape.join('x')} and give ` +
        `${model.outputShape.join('x')}, but what is saved with it says ${expected.join('x')} and ${classNames.length} classes.`,
      { path },
    );
  }
  const objective = objectiveOf(model);
  // No step is taken; this optimizer needs no memory.
  model.compile({ device, optimizer: 'sgd', loss: objective.loss, metrics: ['accuracy'] });
  return { model, objective, preprocessing };
}
