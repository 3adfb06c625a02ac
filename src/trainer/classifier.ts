import { createDevice, type DeviceChoice } from '../browser/index.ts';
import { CnnGpuError, DeviceLostError, FormatError } from '../errors.ts';
import {
  type Device,
  type ImagePreprocessing,
  imagePreprocessing,
  inputShapeOf,
  type LoadedModel,
  type Model,
  objectiveOf,
  type RawImage,
  resizeImage,
} from '../index.ts';
import { modelCopy } from './model-copy.ts';
import { readImage } from './read-image.ts';

/** The probability of a class. */
export interface ClassScore {
  readonly className: string;
  readonly score: number;
}

/** A trained model that tells the classes of images, on a device of the page. */
export class Classifier {
  readonly model: Model;
  readonly preprocessing: ImagePreprocessing;
  readonly #choice: DeviceChoice;
  #compiled: Promise<{ readonly model: Model; readonly device: Device }> | null = null;

  constructor(model: Model, preprocessing: ImagePreprocessing, choice: DeviceChoice) {
    this.model = model;
    this.preprocessing = preprocessing;
    this.#choice = choice;
  }

  /**
   * A classifier of a model file. What is saved with it by `cnn-gpu train` or here says how images become inputs; of
   * other models it follows from their shapes, and the classes are numbered.
   *
   * @throws FormatError when the model takes no images or gives no classes.
   */
  static of({ model, preprocessing }: LoadedModel, name: string, choice: DeviceChoice): Classifier {
    const isSaved = preprocessing['classNames'] !== undefined;
    const form = isSaved ? imagePreprocessing(preprocessing, name) : formOf(model, name);
    const expected = inputShapeOf(form);
    const [outputs] = model.outputShape;
    const fits = outputs === form.classNames.length || (outputs === 1 && form.classNames.length === 2);
    if (model.inputShape.join() !== expected.join() || model.outputShape.length !== 1 || !fits) {
      throw new FormatError(
        `The model ${name} takes ${model.inputShape.join('x')} and gives ${model.outputShape.join('x')}, but what is ` +
          `saved with it says ${expected.join('x')} and ${form.classNames.length} classes.`,
        { name },
      );
    }
    return new Classifier(model, form, choice);
  }

  /**
   * The probability of each class, in the classes' order.
   *
   * @throws DataError for what is no image; FormatError when the scores are not numbers.
   */
  async scores(source: Blob | RawImage): Promise<readonly ClassScore[]> {
    const { imageSize, colorMode, interpolation, classNames } = this.preprocessing;
    const image = await readImage(source, colorMode);
    const x = resizeImage(image, imageSize, { interpolation });
    const { model } = await this.#ready();
    const batch = { x, xShape: [1, ...inputShapeOf(this.preprocessing)] };
    const { data } = await model.predictOnBatch(batch).catch((error: unknown) => this.#afterLoss(error, batch));
    const scores = objectiveOf(model).scores(data);
    if (scores.some(Number.isNaN)) {
      throw new FormatError(
        'The scores are not numbers: the training diverged. Train again with a smaller learning rate.',
      );
    }
    return classNames.map((className, i) => ({ className, score: scores[i] as number }));
  }

  /** Takes over weights that the kept model got since. */
  async refresh(): Promise<void> {
    if (this.#compiled === null) return;
    try {
      const [{ model }, weights] = await Promise.all([this.#compiled, this.model.getWeights()]);
      model.setWeights(weights);
    } catch {
      // The device went away; the next prediction opens another, with these weights.
      this.#compiled = null;
    }
  }

  /** Gives the device back; the model remains, and the next prediction opens another. */
  async dispose(): Promise<void> {
    const compiled = this.#compiled;
    this.#compiled = null;
    (await compiled?.catch(() => null))?.device.dispose();
  }

  /** A GPU that went away, as after sleep, is asked for once more. Where it went while compiling, browsers throw their own. */
  async #afterLoss(
    error: unknown,
    batch: { readonly x: RawImage['pixels'] | Float32Array; readonly xShape: number[] },
  ) {
    const isOurs = error instanceof CnnGpuError && !(error instanceof DeviceLostError);
    if (isOurs) throw error;
    this.#compiled = null;
    const { model } = await this.#ready();
    return model.predictOnBatch(batch);
  }

  #ready() {
    this.#compiled ??= this.#compile().catch((error: unknown) => {
      this.#compiled = null;
      throw error;
    });
    return this.#compiled;
  }

  /** A copy of the model: the kept one must not depend on a device that may go away. */
  async #compile() {
    const device = await createDevice({ device: this.#choice });
    const model = await modelCopy(this.model);
    // No step is taken; this optimizer needs no memory.
    model.compile({ device, optimizer: 'sgd', loss: objectiveOf(model).loss });
    return { model, device };
  }
}

const COLOR_MODES = { 1: 'grayscale', 3: 'rgb', 4: 'rgba' } as const;

function formOf({ inputShape, outputShape }: Model, name: string): ImagePreprocessing {
  const [height = 0, width = 0, channels = 0] = inputShape;
  const colorMode = COLOR_MODES[channels as 1];
  if (inputShape.length !== 3 || colorMode === undefined || outputShape.length !== 1) {
    throw new FormatError(
      `The model ${name} takes ${inputShape.join('x')} and gives ${outputShape.join('x')}. A classifier of images is ` +
        'expected: height x width x 1, 3 or 4 channels in, and a score for each class out.',
      { name },
    );
  }
  const classes = outputShape[0] === 1 ? 2 : (outputShape[0] as number);
  const classNames = Array.from({ length: classes }, (_, i) => `Class ${i + 1}`);
  return { classNames, imageSize: [height, width], colorMode, interpolation: 'bilinear' };
}
