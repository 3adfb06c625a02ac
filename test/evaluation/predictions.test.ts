import { describe, expect, it } from 'vitest';
import type { Batch, InputBatch } from '../../src/data/batch.ts';
import { Dataset } from '../../src/data/index.ts';
import { calibration, classScores, collectPredictions, worstMistakes } from '../../src/evaluation/index.ts';

/** A "model" whose outputs are its inputs. */
const identity = (width: number) => ({
  async predict(data: AsyncIterable<InputBatch>) {
    const values: number[] = [];
    for await (const { x } of data) values.push(...x);
    return { shape: [values.length / width, width], data: Float32Array.from(values) };
  },
});

function batch(outputs: readonly number[], y: Batch['y'], yShape: readonly number[]): Batch {
  const samples = yShape[0] as number;
  return { x: Float32Array.from(outputs), xShape: [samples, outputs.length / samples], y, yShape };
}

describe('collectPredictions', () => {
  it('reads labels and scores in one pass, in the order of the data', async () => {
    let passes = 0;
    const data = Dataset.from(() => {
      passes++;
      return [
        batch([0.1, 0.7, 0.2, 0.6, 0.3, 0.1], Uint32Array.of(1, 2), [2]),
        batch([0, 0.25, 0.75], Uint32Array.of(0), [1]),
      ];
    });
    const { labels, predicted, scores, classes } = await collectPredictions(identity(3), data);
    expect(passes).toBe(1);
    expect([...labels]).toEqual([1, 2, 0]);
    expect([...predicted]).toEqual([1, 0, 2]);
    expect([...scores.slice(6)]).toEqual([0, 0.25, 0.75]);
    expect(classes).toBe(3);
  });

  it('makes two classes of one output; one half is class 0, as in Keras', async () => {
    const data = Dataset.from([batch([0.25, 0.5, 0.75], Float32Array.of(0, 1, 1), [3, 1])]);
    const { labels, predicted, scores, classes } = await collectPredictions(identity(1), data);
    expect([...labels]).toEqual([0, 1, 1]);
    expect([...predicted]).toEqual([0, 0, 1]);
    expect([...scores]).toEqual([0.75, 0.25, 0.5, 0.5, 0.25, 0.75]);
    expect(classes).toBe(2);
  });

  it('makes probabilities of logits', async () => {
    const one = Dataset.from([batch([0, Math.log(3)], Float32Array.of(0, 1), [2, 1])]);
    const binary = await collectPredictions(identity(1), one, { fromLogits: true });
    expect([...binary.scores].map((score) => score.toFixed(4))).toEqual(['0.5000', '0.5000', '0.2500', '0.7500']);
    const two = Dataset.from([batch([1000, 1000 + Math.log(3)], Uint32Array.of(1), [1])]);
    const several = await collectPredictions(identity(2), two, { fromLogits: true });
    expect([...several.scores].map((score) => score.toFixed(3))).toEqual(['0.250', '0.750']);
  });

  it('takes one-hot labels', async () => {
    const data = Dataset.from([batch([0.9, 0.1, 0.2, 0.8], Float32Array.of(0, 1, 0, 1), [2, 2])]);
    expect([...(await collectPredictions(identity(2), data)).labels]).toEqual([1, 1]);
  });

  it('hands out each batch with what was said about it', async () => {
    const batches = [batch([0.9, 0.1], Uint32Array.of(1), [1]), batch([0.1, 0.9, 0.7, 0.3], Uint32Array.of(1, 0), [2])];
    const seen: [Batch, number[]][] = [];
    await collectPredictions(identity(2), Dataset.from(batches), {
      onBatch: (one, { predicted }) => seen.push([one, [...predicted]]),
    });
    expect(seen).toEqual([
      [batches[0], [0]],
      [batches[1], [1, 0]],
    ]);
  });

  it('refuses data without end', async () => {
    const endless = Dataset.from([batch([0.9, 0.1], Uint32Array.of(1), [1])]).repeat();
    await expect(collectPredictions(identity(2), endless)).rejects.toThrow(/without end/);
  });

  it('refuses labels of no class, outputs that are not numbers, and no data', async () => {
    const refused = (data: readonly Batch[]) => collectPredictions(identity(2), Dataset.from(data));
    await expect(refused([batch([0.5, 0.5], Uint32Array.of(2), [1])])).rejects.toThrow(/a label is 2; .* 2 classes/);
    await expect(refused([batch([0.5, Number.NaN], Uint32Array.of(1), [1])])).rejects.toThrow(/output is not a number/);
    await expect(refused([])).rejects.toThrow(/the data set is empty/);
  });
});

const predictions = {
  labels: Uint32Array.of(0, 1, 1, 0, 1),
  predicted: Uint32Array.of(0, 0, 1, 1, 0),
  scores: Float32Array.of(1, 0, 0.75, 0.25, 0.25, 0.75, 0.125, 0.875, 0.75, 0.25),
  classes: 2,
};

it('classScores takes one class against the rest', () => {
  const { labels, scores } = classScores(predictions, 1);
  expect([...labels]).toEqual([0, 1, 1, 0, 1]);
  expect([...scores]).toEqual([0, 0.25, 0.75, 0.875, 0.25]);
});

describe('worstMistakes', () => {
  it('has the surest mistakes first, equal ones in their order', () => {
    expect(worstMistakes(predictions)).toEqual([
      { index: 3, label: 0, predicted: 1, score: 0.875, labelScore: 0.125 },
      { index: 1, label: 1, predicted: 0, score: 0.75, labelScore: 0.25 },
      { index: 4, label: 1, predicted: 0, score: 0.75, labelScore: 0.25 },
    ]);
    expect(worstMistakes(predictions, 1).map(({ index }) => index)).toEqual([3]);
  });
});

describe('calibration', () => {
  it('compares confidence and accuracy in bins', () => {
    const { bins, error } = calibration(predictions, 2);
    expect(bins[0]).toMatchObject({ low: 0, high: 0.5, count: 0 });
    // Scores 1, .75, .75, .875, .75, of which the first and the third are right.
    expect(bins[1]).toEqual({ low: 0.5, high: 1, count: 5, confidence: 0.825, accuracy: 0.4 });
    expect(error).toBeCloseTo(0.425, 15);
  });

  it('weighs bins by their samples', () => {
    const { bins, error } = calibration(predictions, 4);
    // (0.5, 0.75]: three of .75, one right. (0.75, 1]: 1 and .875, one right.
    expect(bins.map(({ count }) => count)).toEqual([0, 0, 3, 2]);
    expect(error).toBeCloseTo((3 * (0.75 - 1 / 3) + 2 * (0.9375 - 0.5)) / 5, 15);
  });

  it('refuses no bins', () => {
    expect(() => calibration(predictions, 0)).toThrow(/bins is 0/);
  });
});
