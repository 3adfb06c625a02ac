import { describe, expect, it } from 'vitest';
import { classificationReport, confusionMatrix, formatClassificationReport } from '../../src/evaluation/index.ts';

const names = ['class 0', 'class 1', 'class 2'];
const report = classificationReport(confusionMatrix([0, 1, 2, 2, 2], [0, 0, 2, 2, 1], names));

describe('classificationReport', () => {
  it('measures each class', () => {
    expect(report.classes).toEqual([
      { className: 'class 0', precision: 0.5, recall: 1, f1: 2 / 3, support: 1 },
      { className: 'class 1', precision: 0, recall: 0, f1: 0, support: 1 },
      { className: 'class 2', precision: 1, recall: 2 / 3, f1: 0.8, support: 3 },
    ]);
  });

  it('averages over the classes, plainly and by their samples', () => {
    expect(report.accuracy).toBe(0.6);
    expect(report.macro).toMatchObject({ precision: 0.5, support: 5 });
    expect(report.macro.recall).toBeCloseTo(5 / 9, 15);
    expect(report.weighted.precision).toBeCloseTo(0.7, 15);
    expect(report.weighted.f1).toBeCloseTo((2 / 3 + 0 + 3 * 0.8) / 5, 15);
  });

  it('has zeros for a class that neither is nor was predicted', () => {
    const { classes } = classificationReport(confusionMatrix([0], [0], ['a', 'b']));
    expect(classes[1]).toEqual({ className: 'b', precision: 0, recall: 0, f1: 0, support: 0 });
  });
});

describe('formatClassificationReport', () => {
  it('prints the table of scikit-learn', () => {
    expect(formatClassificationReport(report)).toBe(
      [
        '              precision    recall  f1-score   support',
        '',
        '     class 0       0.50      1.00      0.67         1',
        '     class 1       0.00      0.00      0.00         1',
        '     class 2       1.00      0.67      0.80         3',
        '',
        '    accuracy                           0.60         5',
        '   macro avg       0.50      0.56      0.49         5',
        'weighted avg       0.70      0.60      0.61         5',
        '',
      ].join('\n'),
    );
  });

  it('rounds 1/8 to the even digit, as Python does, and takes other numbers of digits', () => {
    const eighth = classificationReport(
      confusionMatrix([0, 0, 0, 0, 0, 0, 0, 0], [0, 1, 1, 1, 1, 1, 1, 1], ['a', 'b']),
    );
    expect(formatClassificationReport(eighth)).toContain('\n    accuracy                           0.12         8\n');
    expect(formatClassificationReport(eighth, { digits: 3 })).toContain('0.125         8\n');
  });

  it('is as wide as the longest name', () => {
    const named = classificationReport(confusionMatrix([0, 1], [0, 1], ['a very long name', 'b']));
    expect(formatClassificationReport(named).split('\n').slice(2, 4)).toEqual([
      'a very long name       1.00      1.00      1.00         1',
      '               b       1.00      1.00      1.00         1',
    ]);
  });
});
