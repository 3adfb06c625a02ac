import { ValueError } from '../errors.ts';
import type { Predictions } from './predictions.ts';

/** Samples whose predicted class has about the same score. */
export interface CalibrationBin {
  /** Scores above `low`, up to and with `high`. */
  readonly low: number;
  readonly high: number;
  readonly count: number;
  /** Mean score of the predicted class; not a number for an empty bin. */
  readonly confidence: number;
  /** Share of right predictions; not a number for an empty bin. */
  readonly accuracy: number;
}

/** Whether a classifier is as often right as its scores say. */
export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Mean distance of confidence and accuracy over all samples: the expected calibration error. */
  readonly error: number;
}

/**
 * Compares confidence and accuracy in bins of equal width (C. Guo et al., "On calibration of modern neural networks",
 * 2017).
 *
 * @param bins how many; default 10.
 */
export function calibration({ labels, predicted, scores, classes }: Predictions, bins = 10): Calibration {
  if (!Number.isInteger(bins) || bins < 1) {
    throw new ValueError(`calibration: bins is ${bins}; an integer of at least 1 is expected.`, { bins });
  }
  const groups = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, right: 0 }));
  labels.forEach((label, i) => {
    const score = scores[i * classes + predicted[i]!]!;
    const group = groups[Math.min(bins - 1, Math.max(0, Math.ceil(score * bins) - 1))]!;
    group.count++;
    group.confidence += score;
    if (predicted[i] === label) group.right++;
  });
  const error = groups.reduce((sum, { confidence, right }) => sum + Math.abs(confidence - right), 0) / labels.length;
  return {
    bins: groups.map(({ count, confidence, right }, i) => ({
      low: i / bins,
      high: (i + 1) / bins,
      count,
      confidence: confidence / count,
      accuracy: right / count,
    })),
    error,
  };
}
