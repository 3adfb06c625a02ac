/** Networks of four well-known Keras notebooks, spelled as there. */
import {
  AveragePooling2D,
  BatchNormalization,
  Conv2D,
  Dense,
  Dropout,
  Flatten,
  Input,
  MaxPooling2D,
  Rescaling,
} from '../../src/nn/layers/index.ts';
import { Sequential } from '../../src/nn/models/sequential.ts';

/** Two classes of photos of skin, 240x240. */
export const monkeypox = (): Sequential =>
  new Sequential([
    new Rescaling({ scale: 1 / 255, inputShape: [240, 240, 3] }),
    new Conv2D({ filters: 16, kernelSize: [3, 3], activation: 'relu' }),
    new AveragePooling2D({ poolSize: [2, 2] }),
    new Conv2D({ filters: 32, kernelSize: [3, 3], activation: 'relu' }),
    new AveragePooling2D({ poolSize: [2, 2] }),
    new Dropout({ rate: 0.3 }),
    new Conv2D({ filters: 64, kernelSize: [3, 3], activation: 'relu' }),
    new AveragePooling2D({ poolSize: [2, 2] }),
    new Dropout({ rate: 0.4 }),
    new Conv2D({ filters: 128, kernelSize: [3, 3], activation: 'relu' }),
    new Dropout({ rate: 0.5 }),
    new Flatten(),
    new Dense({ units: 256, activation: 'sigmoid' }),
    new Dense({ units: 2 }),
  ]);

/** Two brands of shoes, 224x224. */
export const sneakers = (): Sequential =>
  new Sequential([
    new Rescaling({ scale: 1 / 255, inputShape: [224, 224, 3] }),
    new Conv2D({ filters: 16, kernelSize: [3, 3], activation: 'relu' }),
    new AveragePooling2D({ poolSize: [2, 2] }),
    new Conv2D({ filters: 32, kernelSize: [3, 3], activation: 'relu' }),
    new MaxPooling2D({ poolSize: [2, 2] }),
    new Dropout({ rate: 0.3 }),
    new Conv2D({ filters: 64, kernelSize: [3, 3], activation: 'relu' }),
    new Dropout({ rate: 0.3 }),
    new Flatten(),
    new Dense({ units: 128, activation: 'relu' }),
    new Dense({ units: 2 }),
  ]);

/** CIFAR-10 with batch normalization. */
export const cifar10 = (): Sequential =>
  new Sequential([
    new Input({ shape: [32, 32, 3] }),
    ...[64, 128, 64].flatMap((filters) => [
      new Conv2D({ filters, kernelSize: [3, 3], activation: 'relu' }),
      new BatchNormalization(),
      new MaxPooling2D({ poolSize: [2, 2] }),
    ]),
    new Flatten(),
    new Dropout({ rate: 0.5 }),
    new Dense({ units: 32, activation: 'relu' }),
    new Dense({ units: 10 }),
  ]);

/** Cats and dogs, 150x150, one probability. */
export function catsAndDogs(): Sequential {
  const model = new Sequential();
  model.add(new Conv2D({ filters: 32, kernelSize: [3, 3], activation: 'relu', inputShape: [150, 150, 3] }));
  model.add(new MaxPooling2D({ poolSize: [2, 2] }));
  for (const filters of [64, 128, 128]) {
    model.add(new Conv2D({ filters, kernelSize: [3, 3], activation: 'relu' }));
    model.add(new MaxPooling2D({ poolSize: [2, 2] }));
  }
  model.add(new Flatten());
  model.add(new Dense({ units: 512, activation: 'relu' }));
  model.add(new Dense({ units: 1, activation: 'sigmoid' }));
  return model;
}
