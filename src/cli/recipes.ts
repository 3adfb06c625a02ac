import type { ProgramResult } from '../../examples/program.ts';
import type { TransferOptions } from '../../examples/s2-resnet50-transfer.ts';

/** A program of a well-known tutorial: its own network, data handling, training and figures. */
export interface Recipe {
  readonly about: string;
  /** What its network takes 0 to 255 times. */
  readonly scale: number;
  readonly interpolation: 'bilinear' | 'nearest';
  /** Reads the program, which no other command needs. */
  load(): Promise<(options: TransferOptions) => Promise<ProgramResult>>;
}

/** The programs of `examples`, as `train --recipe` runs them. */
export const recipes = {
  s0: {
    about: 'photos of skin, one folder with two classes, 240x240',
    scale: 1,
    interpolation: 'bilinear',
    load: async () => (await import('../../examples/s0-monkeypox.ts')).monkeypox,
  },
  s1: {
    about: 'brands of shoes, folders train and test, 224x224',
    scale: 1,
    interpolation: 'bilinear',
    load: async () => (await import('../../examples/s1-sneakers.ts')).sneakers,
  },
  s2: {
    about: 'ResNet50 with augmentation, one folder with two classes, 100x100',
    scale: 1 / 255,
    interpolation: 'bilinear',
    load: async () => (await import('../../examples/s2-resnet50-transfer.ts')).resnet50Transfer,
  },
  s3: {
    about: 'CIFAR-10 with batch normalization',
    scale: 1 / 255,
    interpolation: 'bilinear',
    load: async () => (await import('../../examples/s3-cifar10.ts')).cifar10,
  },
  s4: {
    about: 'cats and dogs, plain and augmented, folders train and validation, 150x150',
    scale: 1 / 255,
    interpolation: 'nearest',
    load: async () => (await import('../../examples/s4-cats-vs-dogs.ts')).catsVsDogs,
  },
} satisfies Readonly<Record<string, Recipe>>;

export type RecipeName = keyof typeof recipes;
