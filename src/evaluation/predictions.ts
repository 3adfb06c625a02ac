/** What a classifier said about samples, in their order. */
export interface Predictions {
  /** True class of each sample. */
  readonly labels: Uint32Array;
  /** Class of the highest score. */
  readonly predicted: Uint32Array;
  /** Probabilities, `[samples, classes]`. */
  readonly scores: Float32Array;
  readonly classes: number;
}

/** The scores of one class, and for each sample 1 where it is of that class, else 0: what `rocCurve` takes. */
export function classScores(
  { labels, scores, classes }: Predictions,
  positive: number,
): { readonly labels: Uint8Array; readonly scores: Float32Array } {
  return {
    labels: Uint8Array.from(labels, (label) => (label === positive ? 1 : 0)),
    scores: Float32Array.from(labels, (_, i) => scores[i * classes + positive]!),
  };
}
