import type { Batch } from '../../data/batch.ts';
import { DataError, ValueError } from '../../errors.ts';
import { checkTargets } from './batch-form.ts';

/** What the samples of each class count; those of classes that are not named count 1. */
export type ClassWeight = Readonly<Record<number, number>>;

/**
 * Weights by which all classes count alike: samples / (classes · samples of the class), with the classes that occur.
 * https://scikit-learn.org/stable/modules/generated/sklearn.utils.class_weight.compute_class_weight.html
 *
 * @param labels class indices.
 * @throws DataError when there are none.
 */
export function balancedClassWeight(labels: Iterable<number>): ClassWeight {
  const counts = new Map<number, number>();
  let samples = 0;
  for (const label of labels) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    samples++;
  }
  if (samples === 0) throw new DataError('Balanced class weights of no labels were asked for; at least one is needed.');
  return Object.fromEntries([...counts].map(([label, count]) => [label, samples / (counts.size * count)]));
}

/** Refuses weights that are not numbers of at least 0, and names that are no class indices. */
export function checkClassWeight(classWeight: ClassWeight): void {
  if (typeof classWeight !== 'object' || classWeight === null) {
    throw new ValueError(
      `fit: classWeight is ${JSON.stringify(classWeight)}; "balanced" or weights by class index, such as { 0: 1, 1: 3 }, ` +
        'are expected.',
    );
  }
  for (const [index, weight] of Object.entries(classWeight)) {
    if (/^\d+$/.test(index) && Number.isFinite(weight) && weight >= 0) continue;
    throw new ValueError(
      `fit: classWeight has ${JSON.stringify(index)}: ${weight}; class indices and numbers of at least 0 are expected.`,
      { index, weight },
    );
  }
}

/** The class of each sample: indices, one-hot rows, or a yes-or-no label. */
export function classesOf({ y, yShape }: Pick<Batch, 'y' | 'yShape'>): number[] {
  const [samples] = yShape;
  const size = y.length / samples;
  if (yShape.length > 2) {
    throw new DataError(
      `classWeight needs class indices or one-hot rows, but the labels of a batch have shape [${yShape.join(', ')}]. Give ` +
        'the samples weights instead (sampleWeights).',
      { yShape },
    );
  }
  if (size === 1) return Array.from(y);
  return Array.from({ length: samples }, (_, i) => {
    const row = y.subarray(i * size, (i + 1) * size);
    return row.indexOf(Math.max(...row));
  });
}

/** The batch with its classes' weights for sample weights. Throws `DataError` where it has weights of its own, or no labels. */
export function withClassWeight(batch: Batch, classWeight: ClassWeight): Batch {
  checkTargets(batch);
  if (batch.sampleWeights !== undefined) {
    throw new DataError('fit got a classWeight, but the data has sampleWeights, too. Give one of them.');
  }
  return { ...batch, sampleWeights: Float32Array.from(classesOf(batch), (index) => classWeight[index] ?? 1) };
}
