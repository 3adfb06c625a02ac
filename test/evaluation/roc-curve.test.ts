import { describe, expect, it } from 'vitest';
import { areaUnder, oneVsRestAuc, type RocCurve, rocAuc, rocCurve } from '../../src/evaluation/index.ts';

const lists = ({ fpr, tpr, thresholds }: RocCurve) => ({
  fpr: [...fpr],
  tpr: [...tpr],
  thresholds: [...thresholds],
});

describe('rocCurve', () => {
  it('is that of the documentation of scikit-learn', () => {
    expect(lists(rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]))).toEqual({
      fpr: [0, 0, 0.5, 0.5, 1],
      tpr: [0, 0.5, 0.5, 1, 1],
      thresholds: [Number.POSITIVE_INFINITY, 0.8, 0.4, 0.35, 0.1],
    });
  });

  it('counts samples of equal score together', () => {
    // 0.8: one positive; 0.5: two positives, one negative; 0.2: two negatives.
    expect(lists(rocCurve([0, 1, 0, 1, 1, 0], [0.5, 0.5, 0.2, 0.8, 0.5, 0.2]))).toEqual({
      fpr: [0, 0, 1 / 3, 1],
      tpr: [0, 1 / 3, 1, 1],
      thresholds: [Number.POSITIVE_INFINITY, 0.8, 0.5, 0.2],
    });
  });

  it('leaves out points between two others on a straight line, but keeps the first score', () => {
    const [labels, scores] = [
      [1, 1, 0, 0],
      [0.9, 0.8, 0.3, 0.1],
    ];
    expect(lists(rocCurve(labels, scores))).toEqual({
      fpr: [0, 0, 0, 1],
      tpr: [0, 0.5, 1, 1],
      thresholds: [Number.POSITIVE_INFINITY, 0.9, 0.8, 0.1],
    });
    expect(lists(rocCurve(labels, scores, { dropIntermediate: false }))).toEqual({
      fpr: [0, 0, 0, 0.5, 1],
      tpr: [0, 0.5, 1, 1, 1],
      thresholds: [Number.POSITIVE_INFINITY, 0.9, 0.8, 0.3, 0.1],
    });
  });

  it('has rates that are not numbers where there are no negatives', () => {
    const { fpr, tpr } = rocCurve([1, 1], [0.2, 0.3]);
    expect([...fpr].every(Number.isNaN)).toBe(true);
    expect([...tpr]).toEqual([0, 0.5, 1]);
  });

  it('takes infinite scores', () => {
    const { POSITIVE_INFINITY: high, NEGATIVE_INFINITY: low } = Number;
    expect(rocAuc([1, 0, 1, 0], [high, low, high, low])).toBe(1);
  });

  it('refuses other labels, scores that are not numbers, and lists of different length', () => {
    expect(() => rocCurve([0, 2], [0.1, 0.2])).toThrow(/sample 1 has label 2/);
    expect(() => rocCurve([0, 1], [0.1, Number.NaN])).toThrow(/sample 1 has label 1 and score NaN/);
    expect(() => rocCurve([0, 1], [0.1])).toThrow(/2 labels and 1 scores/);
  });
});

describe('rocAuc', () => {
  it('is 3/4 for the example of scikit-learn', () => {
    expect(rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])).toBe(0.75);
  });

  it('counts ties by half', () => {
    // The positives 0.8, 0.5, 0.5 against the negatives 0.5, 0.2, 0.2: 3 + 2.5 + 2.5 of 9 pairs.
    expect(rocAuc([0, 1, 0, 1, 1, 0], [0.5, 0.5, 0.2, 0.8, 0.5, 0.2])).toBeCloseTo(8 / 9, 15);
    expect(rocAuc([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5])).toBe(0.5);
  });

  it('does not depend on points left out', () => {
    const labels = [1, 1, 0, 1, 0, 0, 1, 0];
    const scores = [0.9, 0.8, 0.8, 0.6, 0.5, 0.4, 0.4, 0.1];
    // Pairs won by each positive against negatives 0.8, 0.5, 0.4, 0.1: 4 + 3.5 + 3 + 1.5 of 16.
    expect(areaUnder(rocCurve(labels, scores))).toBeCloseTo(12 / 16, 15);
    expect(areaUnder(rocCurve(labels, scores, { dropIntermediate: false }))).toBeCloseTo(12 / 16, 15);
  });

  it('is no number for samples of one class', () => {
    expect(rocAuc([0, 0], [0.1, 0.2])).toBeNaN();
  });
});

describe('oneVsRestAuc', () => {
  const predictions = (labels: readonly number[]) => ({
    labels: Uint32Array.from(labels),
    predicted: new Uint32Array(4),
    scores: Float32Array.from([0.5, 0.25, 0.25, 0.25, 0.5, 0.25, 0.5, 0.25, 0.25, 0.25, 0.25, 0.5]),
    classes: 3,
  });

  it('is the mean over the classes', () => {
    // Class 0: scores .5 .25 .5 .25, positive the first: it beats two and ties with one of three. Class 1: .25 .5 .25 .25,
    // positives the second and third: 2 wins, then 2 ties of four. Class 2: positive the last, beats all.
    const { classes, macro } = oneVsRestAuc(predictions([0, 1, 1, 2]));
    expect(classes).toEqual([2.5 / 3, 3 / 4, 1]);
    expect(macro).toBeCloseTo((2.5 / 3 + 3 / 4 + 1) / 3, 15);
  });

  it('leaves out classes without samples', () => {
    const { classes, macro } = oneVsRestAuc(predictions([0, 1, 1, 0]));
    expect(classes[2]).toBeNaN();
    expect(macro).toBe((classes[0]! + classes[1]!) / 2);
  });
});
