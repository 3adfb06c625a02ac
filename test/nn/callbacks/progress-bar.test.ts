import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { ProgressBar } from '../../../src/nn/callbacks/progress-bar.ts';
import { compileSmall, smallData, smallModel } from '../../support/small-model.ts';
import { FakeRun } from './fake-run.ts';

/** A bar that writes into a list, with a clock that a test sets. */
function setUp(options: { isTTY: boolean; columns?: number; verbose?: 1 | 2 }) {
  const written: string[] = [];
  const time = { seconds: 0 };
  const { verbose = 1, ...terminal } = options;
  const output = { write: (text: string) => written.push(text), ...terminal };
  return { bar: new ProgressBar({ output, verbose, clock: () => time.seconds }), written, time };
}

const full = '='.repeat(30);

describe('ProgressBar in a terminal', () => {
  it("draws Keras's bar with the time left, then the time taken", () => {
    const { bar, written, time } = setUp({ isTTY: true });
    const run = new FakeRun({ epochs: 10, steps: 1563 });
    bar.onTrainBegin(run);
    bar.onEpochBegin(0, run);
    expect(written.splice(0)).toEqual(['Epoch 1/10\n']);

    time.seconds = 0.5;
    bar.onTrainBatchEnd(0, {});
    expect(written.splice(0)).toEqual([`\r   1/1563 [${'.'.repeat(30)}] - ETA: 13:01`]);

    time.seconds = 0.6;
    bar.onTrainBatchEnd(1, { loss: 2.25, accuracy: 0.0005 });
    expect(written.splice(0)).toEqual([
      `\r   2/1563 [${'.'.repeat(30)}] - ETA: 2:36 - loss: 2.2500 - accuracy: 5.0000e-04`,
    ]);

    time.seconds = 55;
    bar.onTrainBatchEnd(781, { loss: 1.75 });
    expect(written.splice(0)).toEqual([
      `\r 782/1563 [${'='.repeat(14)}>${'.'.repeat(15)}] - ETA: 54s - loss: 1.7500${' '.repeat(24)}`,
    ]);

    time.seconds = 110;
    bar.onTrainBatchEnd(1562, { loss: 1.6 });
    written.length = 0;
    bar.onEpochEnd(0, { loss: 1.5976, accuracy: 0.4294, learningRate: 0.001, val_loss: 1.4839, val_accuracy: 0.457 });
    expect(written).toEqual([
      `\r1563/1563 [${full}] - 110s 70ms/step - loss: 1.5976 - accuracy: 0.4294 - val_loss: 1.4839 - val_accuracy: 0.4570\n`,
    ]);
  });

  it('does not draw more often than 20 times a second', () => {
    const { bar, written, time } = setUp({ isTTY: true });
    const run = new FakeRun({ epochs: 1, steps: 4 });
    bar.onTrainBegin(run);
    bar.onEpochBegin(0, run);
    for (const [batch, seconds] of [0.01, 0.02, 0.05, 0.0625].entries()) {
      time.seconds = seconds;
      bar.onTrainBatchEnd(batch, {});
    }
    expect(written.map((text) => text.slice(0, 4))).toEqual(['Epoc', '\r1/4', '\r4/4']);
  });

  it('cuts a running line to the width of the terminal', () => {
    const { bar, written } = setUp({ isTTY: true, columns: 20 });
    const run = new FakeRun({ epochs: 1, steps: 2 });
    bar.onTrainBegin(run);
    bar.onEpochBegin(0, run);
    bar.onTrainBatchEnd(0, {});
    expect(written.at(-1)).toBe(`\r1/2 [${'='.repeat(14)}`);
  });

  it('shows hours', () => {
    const { bar, written, time } = setUp({ isTTY: true });
    const run = new FakeRun({ epochs: 1, steps: 101 });
    bar.onTrainBegin(run);
    bar.onEpochBegin(0, run);
    time.seconds = 36.625;
    bar.onTrainBatchEnd(0, {});
    expect(written.at(-1)).toContain(' - ETA: 1:01:02');
  });

  it('learns the number of batches in the first epoch', () => {
    const { bar, written, time } = setUp({ isTTY: true });
    const run = new FakeRun({ epochs: 2, steps: undefined });
    bar.onTrainBegin(run);
    bar.onEpochBegin(0, run);
    time.seconds = 2;
    bar.onTrainBatchEnd(0, { loss: 1 });
    expect(written.at(-1)).toBe('\r      1/Unknown - 2s 2s/step - loss: 1.0000');
    bar.onEpochEnd(0, { loss: 1 });
    expect(written.at(-1)).toBe(`\r1/1 [${full}] - 2s 2s/step - loss: 1.0000\n`);
    bar.onEpochBegin(1, run);
    bar.onTrainBatchEnd(0, {});
    expect(written.at(-1)).toBe(`\r1/1 [${full}] - ETA: 0s`);
  });

  it('shows how far an epoch came that was stopped', () => {
    const { bar, written } = setUp({ isTTY: true });
    const run = new FakeRun({ epochs: 1, steps: 10 });
    bar.onTrainBegin(run);
    bar.onEpochBegin(0, run);
    bar.onTrainBatchEnd(0, {});
    bar.onEpochEnd(0, { loss: Number.NaN });
    expect(written.at(-1)).toBe(`\r 1/10 [==>${'.'.repeat(27)}] - 0s 0s/step - loss: nan\n`);
  });

  it('is silent during the validation in training, and shows an evaluation by itself', () => {
    const { bar, written, time } = setUp({ isTTY: true });
    const training = new FakeRun({ epochs: 1, steps: 10 });
    bar.onTrainBegin(training);
    bar.onTestBegin(training);
    bar.onTestBatchEnd(0, training);
    bar.onTestEnd({ loss: 1 }, training);
    expect(written).toEqual([]);

    const evaluation = new FakeRun({ epochs: 1, steps: 2 });
    bar.onTestBegin(evaluation);
    time.seconds = 0.25;
    bar.onTestBatchEnd(0, evaluation);
    time.seconds = 0.2505;
    bar.onTestBatchEnd(1, evaluation);
    bar.onTestEnd({ loss: 0.7671, accuracy: 0.7367 }, evaluation);
    expect(written).toEqual([
      `\r1/2 [${'='.repeat(14)}>${'.'.repeat(15)}] - ETA: 0s`,
      `\r2/2 [${full}] - 0s 500us/step - loss: 0.7671 - accuracy: 0.7367\n`,
    ]);
  });
});

describe('ProgressBar elsewhere', () => {
  it.each([
    ['into a file', { isTTY: false }],
    ['with verbose 2', { isTTY: true, verbose: 2 as const }],
  ])('prints one line for each epoch %s', (_, options) => {
    const { bar, written, time } = setUp(options);
    const run = new FakeRun({ epochs: 3, steps: 2 });
    bar.onTrainBegin(run);
    bar.onEpochBegin(1, run);
    time.seconds = 3;
    bar.onTrainBatchEnd(0, { loss: 2 });
    time.seconds = 5;
    bar.onTrainBatchEnd(1, { loss: 2 });
    bar.onEpochEnd(1, { loss: 1.5, val_loss: 0 });
    expect(written).toEqual(['Epoch 2/3 - 2/2 - 5s - loss: 1.5000 - val_loss: 0.0000e+00 - 5s/epoch - 3s/step\n']);
  });

  it("prints Keras's line for an evaluation", () => {
    const { bar, written, time } = setUp({ isTTY: false });
    const run = new FakeRun({ epochs: 1, steps: 313 });
    bar.onTestBegin(run);
    time.seconds = 4.7;
    bar.onTestBatchEnd(312, run);
    bar.onTestEnd({ loss: 0.7671, accuracy: 0.7367 }, run);
    expect(written).toEqual(['313/313 - 5s - loss: 0.7671 - accuracy: 0.7367 - 5s/epoch - 15ms/step\n']);
  });

  it('follows fit', async () => {
    const { bar, written } = setUp({ isTTY: false });
    const model = compileSmall(smallModel(), new ReferenceDevice());
    const { history } = await model.fit(smallData(), { epochs: 2, validationData: smallData(), callbacks: [bar] });
    const figures = (epoch: number) =>
      ['loss', 'accuracy', 'val_loss', 'val_accuracy']
        .map((name) => ` - ${name}: ${history[name][epoch].toFixed(4)}`)
        .join('');
    expect(written).toEqual([
      `Epoch 1/2 - 3/3 - 0s${figures(0)} - 0s/epoch - 0s/step\n`,
      `Epoch 2/2 - 3/3 - 0s${figures(1)} - 0s/epoch - 0s/step\n`,
    ]);
  });

  it('refuses unknown options', () => {
    const output = { write: () => {} };
    expect(() => new ProgressBar({ output, verbose: 0 as 1 })).toThrow(
      'ProgressBar: verbose is 0; choose one of 1, 2.',
    );
    expect(() => new ProgressBar({ output, width: 3 } as object as { output: typeof output })).toThrow(
      'ProgressBar has no option "width"',
    );
  });
});
