import { describe, expect, it } from 'vitest';
import { confusionMatrix, matthewsCorrelation, summaryMeasures } from '../../src/evaluation/index.ts';

/** A matrix from its counts. */
const matrix = (counts: readonly (readonly number[])[]) => ({
  classNames: counts.map((_, i) => `c${i}`),
  counts,
  total: counts.flat().reduce((sum, count) => sum + count, 0),
});

describe('confusionMatrix', () => {
  it('has a row for each label and a column for each prediction, as in the documentation of scikit-learn', () => {
    const { counts, total } = confusionMatrix([2, 0, 2, 2, 0, 1], [0, 0, 2, 2, 0, 2], ['ant', 'bird', 'cat']);
    expect(counts).toEqual([
      [2, 0, 0],
      [0, 0, 1],
      [1, 0, 2],
    ]);
    expect(total).toBe(6);
  });

  it('refuses lists of different length and indices of no class', () => {
    expect(() => confusionMatrix([0, 1], [0], ['a', 'b'])).toThrow(/2 labels and 1 predictions/);
    expect(() => confusionMatrix([], [], ['a', 'b'])).toThrow(/at least one/);
    expect(() => confusionMatrix([0, 2], [0, 1], ['a', 'b'])).toThrow(/sample 1 has label 2.*from 0 to 1/);
    expect(() => confusionMatrix([0, 1], [0, -1], ['a', 'b'])).toThrow(/sample 1 has label 1 and prediction -1/);
  });
});

describe('summaryMeasures', () => {
  it('has the seven numbers of [[a, b], [c, d]] with class 1 as the positive', () => {
    // a = 50, b = 10, c = 5, d = 35.
    const measures = summaryMeasures(
      matrix([
        [50, 10],
        [5, 35],
      ]),
    );
    expect(measures).toMatchObject({ accuracy: 0.85, sensitivity: 35 / 40, specificity: 50 / 60, precision: 35 / 45 });
    expect(measures.errorRate).toBeCloseTo(0.15, 15);
    expect(measures.f1).toBeCloseTo(70 / 85, 15);
    // (35·50 - 10·5) / √(45·40·60·55)
    expect(measures.mcc).toBeCloseTo(1700 / Math.sqrt(5_940_000), 15);
    expect(measures.notes).toEqual([]);
  });

  it('changes sensitivity with specificity when class 0 is the positive', () => {
    const counts = matrix([
      [50, 10],
      [5, 35],
    ]);
    expect(summaryMeasures(counts, { positive: 0 })).toMatchObject({ sensitivity: 50 / 60, specificity: 35 / 40 });
    expect(() => summaryMeasures(counts, { positive: 2 })).toThrow(/positive is 2 for 2 classes/);
  });

  it('has zeros with a note for divisions by zero', () => {
    const measures = summaryMeasures(
      matrix([
        [7, 0],
        [3, 0],
      ]),
    );
    expect(measures).toMatchObject({ accuracy: 0.7, sensitivity: 0, specificity: 1, precision: 0, f1: 0, mcc: 0 });
    expect(measures.notes).toEqual([
      'Precision of "c1" is set to 0: no sample was predicted to be it.',
      'MCC is set to 0: all labels or all predictions are of one class.',
    ]);
  });

  it('is the mean over more classes, each against the rest', () => {
    const measures = summaryMeasures(
      matrix([
        [1, 0, 0],
        [1, 0, 0],
        [0, 1, 2],
      ]),
    );
    expect(measures.accuracy).toBeCloseTo(0.6, 15);
    expect(measures.sensitivity).toBeCloseTo((1 + 0 + 2 / 3) / 3, 15);
    expect(measures.specificity).toBeCloseTo((3 / 4 + 3 / 4 + 1) / 3, 15);
    expect(measures.precision).toBeCloseTo((1 / 2 + 0 + 1) / 3, 15);
    expect(measures.f1).toBeCloseTo((2 / 3 + 0 + 4 / 5) / 3, 15);
    expect(measures.mcc).toBeCloseTo(6 / Math.sqrt(14 * 16), 15);
  });
});

describe('matthewsCorrelation', () => {
  it('is -1/3 for the example of scikit-learn', () => {
    expect(matthewsCorrelation(confusionMatrix([1, 1, 1, 0], [1, 0, 1, 1], ['-', '+']))).toBeCloseTo(-1 / 3, 15);
  });

  it('is 1 for three classes without a mistake', () => {
    expect(matthewsCorrelation(confusionMatrix([0, 1, 2, 2], [0, 1, 2, 2], ['a', 'b', 'c']))).toBe(1);
  });
});
