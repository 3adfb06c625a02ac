import type { ProgramResult } from '../../examples/program.ts';
import type { TransferOptions } from '../../examples/s2-resnet50-transfer.ts';

/** A program of a well-known tutorial: its own network, data handling, training and figures. */
export interface Recipe {
  readonly about: string;
  /** Reads the program, which no other command needs. */
  load(): Promise<(options: TransferOptions) => Promise<ProgramResult>>;
}

/** The programs of `examples`, as `train --recipe` runs them. */
export const recipes = {
  s0: {
    about: 'photos of skin, one folder with two classes, 240x240',
    load: async () => (await import('../../examples/s0-monkeypox.ts')).monkeypox,
  },
  s1: {
    about: 'brands of shoes, folders train and test, 224x224',
    load: async () => (await import('../../examples/s1-sneakers.ts')).sneakers,
  },
  s2: {
    about: 'ResNet50 with augmentation, one folder with two classes, 100x100',
    load: async () => (await import('../../examples/s2-resnet50-transfer.ts')).resnet50Transfer,
  },
  s3: {
    about: 'CIFAR-10 with batch normalization',
    load: async () => (await import('../../examples/s3-cifar10.ts')).cifar10,
  },
  s4: {
    about: 'cats and dogs, plain and augmented, folders train and validation, 150x150',
    load: async () => (await import('../../examples/s4-cats-vs-dogs.ts')).catsVsDogs,
  },
} satisfies Readonly<Record<string, Recipe>>;

export type RecipeName = keyof typeof recipes;
