import type { Sample } from '../../data/batch.ts';
import type { Dataset } from '../../data/dataset.ts';
import type { Loss } from '../losses/loss.ts';
import { BinaryCrossentropy, SparseCategoricalCrossentropy } from '../losses/losses.ts';
import type { Network } from '../models/network.ts';

/** What a classifier's outputs are, which its last layer says. */
export interface Objective {
  readonly loss: Loss;
  /** Whether the outputs are logits rather than probabilities. */
  readonly fromLogits: boolean;
  /** Class indices as the loss takes them. */
  targets(samples: Dataset<Sample>): Dataset<Sample>;
  /** The probability of each class, from one row of outputs. */
  scores(outputs: Float32Array): number[];
}

/** The objective of a model: one yes-or-no output or one output a class, as probabilities or as logits. */
export function objectiveOf(model: Network): Objective {
  const { className, settings } = model.outputLayer;
  const activation = (settings as { readonly activation?: unknown }).activation;
  const isBinary = model.outputShape[0] === 1;
  const fromLogits = className !== 'Softmax' && activation !== 'softmax' && activation !== 'sigmoid';
  if (isBinary) {
    return {
      loss: new BinaryCrossentropy({ fromLogits }),
      fromLogits,
      targets: (samples) => samples.map((sample) => ({ ...sample, y: Float32Array.of(Number(sample.y)) })),
      scores: ([output = 0]) => {
        const yes = fromLogits ? 1 / (1 + Math.exp(-output)) : output;
        return [1 - yes, yes];
      },
    };
  }
  return {
    loss: new SparseCategoricalCrossentropy({ fromLogits }),
    fromLogits,
    targets: (samples) => samples,
    scores: (outputs) => (fromLogits ? softmax(outputs) : shares([...outputs])),
  };
}

function softmax(logits: Float32Array): number[] {
  const greatest = Math.max(...logits);
  return shares(Array.from(logits, (logit) => Math.exp(logit - greatest)));
}

function shares(values: readonly number[]): number[] {
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}
