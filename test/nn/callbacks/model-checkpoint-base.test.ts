import { describe, expect, it } from 'vitest';
import { ModelCheckpointBase, type ModelCheckpointOptions } from '../../../src/nn/callbacks/model-checkpoint-base.ts';
import type { Logs } from '../../../src/nn/training/logs.ts';
import { FakeRun } from './fake-run.ts';

async function train(path: string, epochs: readonly Logs[], options: ModelCheckpointOptions = {}) {
  const messages: string[] = [];
  const warnings: string[] = [];
  const saved: { path: string; weightsOnly: boolean }[] = [];
  const checkpoint = new ModelCheckpointBase(
    path,
    async (_model, to, { weightsOnly }) => {
      saved.push({ path: to, weightsOnly });
    },
    { ...options, print: (m) => messages.push(m), warn: (m) => warnings.push(m) },
  );
  const run = new FakeRun();
  for (const [epoch, logs] of epochs.entries()) await checkpoint.onEpochEnd(epoch, logs, run);
  return { saved, messages, warnings, checkpoint };
}

const accuracies = (...values: number[]): Logs[] => values.map((value) => ({ loss: 1, val_accuracy: value }));

describe('ModelCheckpoint', () => {
  it("saves only what is better, in Keras's words", async () => {
    const { saved, messages, checkpoint } = await train(
      'best_model.safetensors',
      accuracies(0.571, 0.571, 0.89252, 0.5),
      {
        monitor: 'val_accuracy',
        saveBestOnly: true,
        saveWeightsOnly: true,
        verbose: 1,
      },
    );
    expect(messages).toEqual([
      'Epoch 00001: val_accuracy improved from -inf to 0.57100, saving model to best_model.safetensors',
      'Epoch 00002: val_accuracy did not improve from 0.57100',
      'Epoch 00003: val_accuracy improved from 0.57100 to 0.89252, saving model to best_model.safetensors',
      'Epoch 00004: val_accuracy did not improve from 0.89252',
    ]);
    expect(saved).toEqual([
      { path: 'best_model.safetensors', weightsOnly: true },
      { path: 'best_model.safetensors', weightsOnly: true },
    ]);
    expect(checkpoint.best).toBe(0.89252);
    expect(checkpoint.savedPath).toBe('best_model.safetensors');
  });

  it('takes a smaller loss for better', async () => {
    const { messages } = await train('m', [{ val_loss: 2 }, { val_loss: 1.5 }], { saveBestOnly: true, verbose: 1 });
    expect(messages[0]).toBe('Epoch 00001: val_loss improved from inf to 2.00000, saving model to m');
    expect(messages[1]).toBe('Epoch 00002: val_loss improved from 2.00000 to 1.50000, saving model to m');
  });

  it('saves each epoch otherwise, with values in the path', async () => {
    const { saved, messages } = await train('m-{epoch:02d}-{val_accuracy:.2f}.st', accuracies(0.126, 0.5), {
      verbose: 1,
    });
    expect(saved).toEqual([
      { path: 'm-01-0.13.st', weightsOnly: false },
      { path: 'm-02-0.50.st', weightsOnly: false },
    ]);
    expect(messages[0]).toBe('Epoch 00001: saving model to m-01-0.13.st');
  });

  it('wants the first value to beat the threshold', async () => {
    const { saved, messages } = await train('m', accuracies(0.7, 0.9), {
      monitor: 'val_accuracy',
      saveBestOnly: true,
      initialValueThreshold: 0.8,
      verbose: 1,
    });
    expect(messages[0]).toBe('Epoch 00001: val_accuracy did not improve from 0.80000');
    expect(saved).toHaveLength(1);
  });

  it('warns once when there is no such value, and saves nothing', async () => {
    const { saved, warnings } = await train('m', accuracies(0.7, 0.9), { saveBestOnly: true });
    expect(saved).toEqual([]);
    expect(warnings).toEqual([
      'Can save best model only with val_loss available, skipping. Available metrics are: loss,val_accuracy',
    ]);
  });

  it('saves after so many batches, counted across epochs', async () => {
    const saved: string[] = [];
    const run = new FakeRun();
    const checkpoint = new ModelCheckpointBase(
      '{epoch}-{batch}-{loss:.1f}',
      async (_model, path) => {
        saved.push(path);
      },
      { saveFreq: 2 },
    );
    for (const epoch of [0, 1]) {
      checkpoint.onEpochBegin(epoch);
      for (const batch of [0, 1, 2]) {
        run.logs = { loss: batch + 0.5 };
        await checkpoint.onTrainBatchEnd(batch, {}, run);
      }
      await checkpoint.onEpochEnd(epoch, { loss: 9 }, run);
    }
    expect(saved).toEqual(['1-2-1.5', '2-1-0.5', '2-3-2.5']);
  });

  it('does not take a value for the best when saving fails', async () => {
    const run = new FakeRun();
    const checkpoint = new ModelCheckpointBase('m', () => Promise.reject(new Error('disk full')), {
      saveBestOnly: true,
    });
    await expect(checkpoint.onEpochEnd(0, { val_loss: 1 }, run)).rejects.toThrow('disk full');
    expect(checkpoint.best).toBe(Infinity);
    expect(checkpoint.savedPath).toBe(null);
  });

  it('refuses unknown names and formats in the path', async () => {
    await expect(train('{val_los:.2f}', accuracies(1))).rejects.toThrow(
      'The path "{val_los:.2f}" has {val_los:.2f}, but there is no "val_los". There are "loss", "val_accuracy", "epoch".',
    );
    await expect(train('{loss:x}', accuracies(1))).rejects.toThrow('The path "{loss:x}": {loss:x} is no format');
    await expect(train('{val_accuracy:02d}', accuracies(0.5))).rejects.toThrow(
      'asks for a whole number, but it is 0.5; write .4f instead of 02d.',
    );
  });

  it('refuses unknown options', () => {
    const make = (options: object) => () => new ModelCheckpointBase('m', async () => {}, options);
    expect(make({ save_freq: 'epoch' })).toThrow(
      'ModelCheckpoint has no option "save_freq". It is called "saveFreq" here. Its options are "monitor"',
    );
    expect(make({ saveFreq: 0 })).toThrow('ModelCheckpoint: saveFreq is 0; "epoch" or a positive number of batches is');
    expect(make({ mode: 'best' })).toThrow('ModelCheckpoint: mode is "best"; choose one of "auto", "min", "max".');
  });
});
