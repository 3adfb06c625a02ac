import type { Shape } from '../../engine/shape.ts';
import {
  Activation,
  BatchNormalization,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  Input,
  type Layer,
  MaxPooling2D,
  Rescaling,
} from '../layers/index.ts';
import type { Model } from '../models/model.ts';
import { Sequential } from '../models/sequential.ts';
import type { OptimizerName } from '../optimizers/optimizers.ts';

/** How a network is trained unless options say otherwise. */
export interface TrainingDefaults {
  readonly optimizer: OptimizerName;
  readonly learningRate: number;
  readonly batchSize: number;
  readonly epochs: number;
}

/** A network to train, and how. */
export interface NamedNetwork {
  readonly model: Model;
  readonly defaults: TrainingDefaults;
}

/** A network by name. */
export interface ImageNetwork {
  readonly defaults: TrainingDefaults;
  /** The layers for images of a shape (height, width, channels; values 0 to 255) and a number of classes. */
  build(inputShape: Shape, classes: number): Sequential;
}

const adam: TrainingDefaults = { optimizer: 'adam', learningRate: 0.003, batchSize: 32, epochs: 15 };

/** Networks that classify images, by the names that `cnn-gpu train --model` takes. */
export const imageNetworks = {
  /** Convolutions and pooling, as many as the image size asks for. */
  small: {
    defaults: adam,
    build: (inputShape, classes) =>
      convolutional('small', inputShape, classes, (filters) => [
        new Conv2D({ filters, kernelSize: 3, padding: 'same', activation: 'relu' }),
      ]),
  },
  /** `small` with batch normalization. */
  'small-bn': {
    defaults: adam,
    build: (inputShape, classes) =>
      convolutional('small-bn', inputShape, classes, (filters) => [
        new Conv2D({ filters, kernelSize: 3, padding: 'same', useBias: false }),
        // Short trainings: statistics that move at Keras's 0.99 would lag behind the weights.
        new BatchNormalization({ momentum: 0.9 }),
        new Activation({ activation: 'relu' }),
      ]),
  },
  /** Three convolutions with batch normalization, for images of about 32x32. */
  cifar10: {
    defaults: { ...adam, learningRate: 0.001, epochs: 10 },
    build: (inputShape, classes) =>
      new Sequential(
        [
          new Input({ shape: inputShape }),
          new Rescaling({ scale: 1 / 255 }),
          ...[64, 128, 64].flatMap((filters) => [
            new Conv2D({ filters, kernelSize: 3, activation: 'relu' }),
            new BatchNormalization(),
            new MaxPooling2D(),
          ]),
          new Flatten(),
          new Dropout({ rate: 0.5 }),
          new Dense({ units: 32, activation: 'relu' }),
          new Dense({ units: classes }),
        ],
        { name: 'cifar10' },
      ),
  },
  /** Four wide convolutions and one yes-or-no output, for two classes of photos of about 150x150. */
  'cats-dogs': {
    defaults: { optimizer: 'rmsprop', learningRate: 1e-4, batchSize: 20, epochs: 30 },
    build: (inputShape) =>
      new Sequential(
        [
          new Input({ shape: inputShape }),
          new Rescaling({ scale: 1 / 255 }),
          ...[32, 64, 128, 128].flatMap((filters) => [
            new Conv2D({ filters, kernelSize: 3, activation: 'relu' }),
            new MaxPooling2D(),
          ]),
          new Flatten(),
          new Dense({ units: 512, activation: 'relu' }),
          new Dense({ units: 1, activation: 'sigmoid' }),
        ],
        { name: 'cats-dogs' },
      ),
  },
} satisfies Record<string, ImageNetwork>;

export type ImageNetworkName = keyof typeof imageNetworks;

/** Filters of the blocks; further blocks have as many as the last. */
const FILTERS = [16, 32, 64];
/** Blocks halve the image until its shorter side is at most this, but there are at least two where it allows. */
const SMALLEST_SIDE = 7;

/** Blocks of layers that keep the size, each followed by pooling, then a classifier that ends in logits. */
function convolutional(
  name: string,
  inputShape: Shape,
  classes: number,
  block: (filters: number) => Layer[],
): Sequential {
  const blocks: Layer[] = [];
  let side = Math.min(inputShape[0] as number, inputShape[1] as number);
  for (let i = 0; side >= 2 && (i < 2 || side > SMALLEST_SIDE); i++) {
    blocks.push(...block(FILTERS[Math.min(i, FILTERS.length - 1)] as number), new MaxPooling2D());
    side = Math.floor(side / 2);
  }
  return new Sequential(
    [
      new Input({ shape: inputShape }),
      new Rescaling({ scale: 1 / 255 }),
      ...blocks,
      new Flatten(),
      new Dropout({ rate: 0.25 }),
      new Dense({ units: 64, activation: 'relu' }),
      new Dense({ units: classes }),
    ],
    { name },
  );
}
