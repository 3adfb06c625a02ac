import { type Batch, batchSamples, type Dataset, type ImagePreprocessing, type Sample } from '../index.ts';
import type { UnreadableImage } from '../node/index.ts';

/** Images with labels. A pass over those for training has an order of its own. */
export interface Part {
  readonly samples: Dataset<Sample>;
  readonly count: number;
  /** Images of each class. */
  readonly classCounts: readonly number[];
}

/** Data to train on. */
export interface TrainingData {
  /** Short name: of the set, or of the folder. */
  readonly name: string;
  readonly preprocessing: ImagePreprocessing;
  readonly training: Part;
  readonly validation: Part;
  /** Null where there is nothing for a test after training. */
  readonly test: Part | null;
  /** Files left out as they cannot be read. */
  readonly skipped: readonly UnreadableImage[];
}

/** A part of the data that a model is evaluated on. */
export interface EvaluatedPart {
  readonly partName: 'test' | 'validation' | 'training' | 'all';
  readonly part: Part;
}

/** Data to evaluate a model on. */
export interface EvaluationData extends EvaluatedPart {
  readonly name: string;
  /** What else there is, for a report. */
  readonly others: readonly EvaluatedPart[];
  readonly skipped: readonly UnreadableImage[];
}

/** Batches, made ahead so that decoding overlaps with the device's work. */
export const batches = (samples: Dataset<Sample>, batchSize: number): Dataset<Batch> =>
  batchSamples(samples, batchSize).prefetch(2);

/** How many labels there are of each class. */
export function countLabels(labels: Iterable<number>, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
}
