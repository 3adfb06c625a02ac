import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { LearningRateScheduler } from '../../../src/nn/callbacks/learning-rate-scheduler.ts';
import { ProgressBar } from '../../../src/nn/callbacks/progress-bar.ts';
import { ReduceLROnPlateau } from '../../../src/nn/callbacks/reduce-lr-on-plateau.ts';
import { TerminateOnNaN } from '../../../src/nn/callbacks/terminate-on-nan.ts';
import type { Callback, Logs } from '../../../src/nn/index.ts';
import { SGD } from '../../../src/nn/optimizers/sgd.ts';
import { ExponentialDecay } from '../../../src/nn/schedules/exponential-decay.ts';
import { linearModel, pairs } from '../../support/linear-model.ts';

const device = new ReferenceDevice();
const data = pairs([1, 2, 3, 4], [0, 0, 0, 0]);

/** Trains batches of one sample in their order. */
const train = (callbacks: Callback[], epochs = 1, model = linearModel(device)) =>
  model.fit(data, { batchSize: 1, shuffle: false, epochs, validationData: data, callbacks });

describe('A callback that stops training within an epoch', () => {
  it('ends it after the batch; the epoch is validated all the same, as in Keras', async () => {
    const batches: number[] = [];
    const stop: Callback = {
      onTrainBatchEnd: (batch, _logs, run) => {
        batches.push(batch);
        if (batch === 1) run.stopTraining();
      },
    };
    const { history, epoch } = await train([stop], 5);
    expect(batches).toEqual([0, 1]);
    expect(epoch).toEqual([0]);
    expect(history['val_loss']).toHaveLength(1);
  });

  it('leaves out the validation where it must be immediately', async () => {
    const stop: Callback = { onTrainBatchEnd: (_batch, _logs, run) => run.stopTraining({ immediately: true }) };
    const { history } = await train([stop], 5);
    expect(Object.keys(history)).toEqual(['loss', 'learningRate']);
  });
});

it('A callback reads the means up to its batch', async () => {
  const logs: Logs[] = [];
  const model = linearModel(device, { optimizer: new SGD({ learningRate: 0 }) });
  await train([{ onTrainBatchEnd: async (_batch, _logs, run) => void logs.push(await run.readLogs()) }], 1, model);
  expect(logs.map(({ loss }) => loss)).toEqual([1, 2.5, 14 / 3, 7.5]);
});

it('TerminateOnNaN names the batch that broke the loss', async () => {
  const messages: string[] = [];
  const broken = pairs([1, 2, Number.NaN, 4], [0, 0, 0, 0]);
  const { history } = await linearModel(device).fit(broken, {
    batchSize: 1,
    shuffle: false,
    epochs: 4,
    callbacks: [new TerminateOnNaN({ print: (m) => messages.push(m) })],
  });
  expect(messages).toEqual(['Batch 2: Invalid loss, terminating training']);
  expect(history['loss']).toEqual([Number.NaN]);
});

it('Learning rates that callbacks set are those of the steps, and in the history', async () => {
  const scheduled = await train([new LearningRateScheduler((epoch) => 0.01 / (epoch + 1))], 3);
  expect(scheduled.history['learningRate']).toEqual([0.01, 0.005, 0.01 / 3]);
  const model = linearModel(device, { optimizer: new SGD({ learningRate: 0 }) });
  const reduced = await train([new LearningRateScheduler(() => 0), new ReduceLROnPlateau({ patience: 1 })], 2, model);
  expect(reduced.history['learningRate']).toEqual([0, 0]);
  const plateau = linearModel(device, { optimizer: new SGD({ learningRate: 1e-9 }) });
  const { history } = await train([new ReduceLROnPlateau({ patience: 1, factor: 0.5 })], 4, plateau);
  expect(history['learningRate']).toEqual([1e-9, 1e-9, 5e-10, 2.5e-10]);
});

it('A schedule by steps does not begin anew with an epoch, or with another fit', async () => {
  const rates = new ExponentialDecay({ initialLearningRate: 0.01, decaySteps: 4, decayRate: 0.5, staircase: true });
  const model = linearModel(device, { optimizer: new SGD({ learningRate: rates }) });
  const first = await train([], 2, model);
  const second = await train([], 1, model);
  expect([...first.history['learningRate'], ...second.history['learningRate']]).toEqual([0.01, 0.005, 0.0025]);
});

it('evaluate gives exactly the last figures of the validation', async () => {
  const model = linearModel(device, { metrics: ['accuracy'] });
  const { history } = await train([], 3, model);
  const { loss, accuracy } = await model.evaluate(data, { batchSize: 1 });
  expect([loss, accuracy]).toEqual([history['val_loss'][2], history['val_accuracy'][2]]);
});

it('Means count each sample once, those of the smaller last batch too', async () => {
  const model = linearModel(device, { optimizer: new SGD({ learningRate: 0 }), metrics: ['accuracy'] });
  const { history } = await model.fit(pairs([1, 1, 1, 0.25], [1, 0, 0, 0]), { batchSize: 3, shuffle: false });
  // Losses 0, 1, 1 and 1/16; right are the first and the last.
  expect(history['loss']).toEqual([2.0625 / 4]);
  expect(history['accuracy']).toEqual([0.5]);
});

it('ProgressBar writes the line that Keras writes for evaluate with verbose 2', async () => {
  const written: string[] = [];
  const clock = () => 0;
  const bar = new ProgressBar({ output: { write: (text) => written.push(text) }, verbose: 2, clock });
  await linearModel(device, { metrics: ['accuracy'] }).evaluate(data, { batchSize: 2, callbacks: [bar] });
  expect(written.join('')).toBe('2/2 - 0s - loss: 7.5000 - accuracy: 0.0000e+00 - 0s/epoch - 0s/step\n');
});
