import type { Predictions } from './predictions.ts';

/** A wrong prediction. */
export interface Mistake {
  /** Place of the sample in the data. */
  readonly index: number;
  readonly label: number;
  readonly predicted: number;
  /** Score of the predicted class. */
  readonly score: number;
  /** Score of the true class. */
  readonly labelScore: number;
}

/**
 * The wrong predictions that the classifier was surest of, the worst first.
 *
 * @param count how many at most; default 12.
 */
export function worstMistakes({ labels, predicted, scores, classes }: Predictions, count = 12): Mistake[] {
  const mistakes: Mistake[] = [];
  labels.forEach((label, index) => {
    const prediction = predicted[index]!;
    if (prediction === label) return;
    const scoreOf = (k: number) => scores[index * classes + k]!;
    mistakes.push({ index, label, predicted: prediction, score: scoreOf(prediction), labelScore: scoreOf(label) });
  });
  return mistakes.sort((a, b) => b.score - a.score || a.index - b.index).slice(0, count);
}
