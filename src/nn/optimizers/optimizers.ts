import { byName } from '../options.ts';
import { Adam, AdamW } from './adam.ts';
import type { Optimizer } from './optimizer.ts';
import { RMSprop } from './rmsprop.ts';
import { SGD } from './sgd.ts';

const optimizers = {
  adam: () => new Adam(),
  adamw: () => new AdamW(),
  sgd: () => new SGD(),
  rmsprop: () => new RMSprop(),
};

export type OptimizerName = keyof typeof optimizers;

/** The optimizer of a name, with default options. Throws `ValueError` that lists the names. */
export const optimizerByName = (name: string): Optimizer => byName('optimizer', name, optimizers)();
