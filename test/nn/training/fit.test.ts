import { describe, expect, it } from 'vitest';
import { batchSamples, datasetFromArrays } from '../../../src/data/index.ts';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { scope } from '../../../src/engine/scope.ts';
import { ValueError } from '../../../src/errors.ts';
import type { Callback, StepTimes } from '../../../src/nn/callbacks/callback.ts';
import { SparseCategoricalCrossentropy } from '../../../src/nn/losses/losses.ts';
import { Accuracy } from '../../../src/nn/metrics/metrics.ts';
import { compileSmall, smallData, smallModel } from '../../support/small-model.ts';

const device = new ReferenceDevice();
const compiled = () => compileSmall(smallModel(), device);

describe('fit', () => {
  it('measures the same when callbacks evaluate and predict in between', async () => {
    const plain = await compiled().fit(smallData(), { epochs: 2, validationData: smallData() });
    const model = compiled();
    const other = smallData().take(1);
    const disturb = async () => {
      await model.evaluate(other);
      await model.predict(other);
    };
    const disturbed = await model.fit(smallData(), {
      epochs: 2,
      validationData: smallData(),
      callbacks: [{ onTrainBatchEnd: disturb, onTestBatchEnd: disturb, onEpochEnd: disturb }],
    });
    expect(disturbed.history).toEqual(plain.history);
  });

  it('measures the same when several evaluations run side by side', async () => {
    const model = compiled();
    const all = await model.evaluate(smallData());
    const first = await model.evaluate(smallData().take(1));
    expect(first).not.toEqual(all);
    const together = await Promise.all([model.evaluate(smallData()), model.evaluate(smallData().take(1))]);
    expect(together).toEqual([all, first]);
  });

  it('tells callbacks how long each step waited for data, was issued and waited for the device', async () => {
    const steps: StepTimes[] = [];
    const recorder: Callback = { onTrainBatchEnd: (_batch, _logs, _run, times) => void steps.push(times) };
    await compiled().fit(smallData(), { epochs: 2, callbacks: [recorder] });
    expect(steps).toHaveLength(6);
    for (const [i, { begin, data, issue, device: waited }] of steps.entries()) {
      expect(Math.min(data, issue, waited)).toBeGreaterThanOrEqual(0);
      expect(issue).toBeGreaterThan(0);
      const next = steps[i + 1]?.begin ?? performance.now();
      expect(begin + data + issue + waited).toBeLessThanOrEqual(next);
    }
  });

  it('profiles a step that trains as any other', async () => {
    const [plain, profiled] = [compiled(), compiled()];
    await plain.fit(smallData().take(1));
    await profiled.compiled.withTotals('train', async (totals) => {
      for await (const batch of smallData().take(1)) {
        const { commands, stats } = await profiled.compiled.steps.profile(batch, totals);
        expect(commands).toHaveLength(stats.dispatches);
        expect(commands.map(({ op }) => op)).toContain('conv2dGradFilter');
      }
    });
    expect(await profiled.getWeights()).toEqual(await plain.getWeights());
  });

  it('trains a model that was compiled in a scope', async () => {
    const model = scope(compiled);
    await expect(model.fit(smallData())).resolves.toBeDefined();
  });

  it('refuses data without end, epochs that are no numbers, and two figures of one name', async () => {
    const model = compiled();
    const endless = smallData().repeat();
    const wording = 'got a data set without end. Limit it with take(count), or leave out repeat().';
    await expect(model.fit(endless)).rejects.toThrow(`fit ${wording}`);
    await expect(model.fit(smallData(), { validationData: endless })).rejects.toThrow(`fit: validationData ${wording}`);
    await expect(model.evaluate(endless)).rejects.toThrow(`evaluate ${wording}`);
    await expect(model.predict(endless)).rejects.toThrow(`predict ${wording}`);
    await expect(model.fit(smallData(), { epochs: 0 })).rejects.toThrow(ValueError);
    await expect(model.fit(smallData(), { initialEpoch: -1 })).rejects.toThrow('initialEpoch is -1');
    const twice = () =>
      model.compile({ device, optimizer: 'sgd', loss: 'mse', metrics: ['accuracy', new Accuracy({ name: 'loss' })] });
    expect(twice).toThrow('compile: two figures are named "loss".');
  });
});

describe('data that does not fit', () => {
  const classifier = () => {
    const model = smallModel();
    model.compile({ device, optimizer: 'adam', loss: new SparseCategoricalCrossentropy({ fromLogits: true }) });
    return model;
  };
  const batch = (label: number, side = 6) =>
    batchSamples(
      datasetFromArrays({
        x: new Float32Array(side * side),
        xShape: [1, side, side, 1],
        y: Uint32Array.of(label),
        yShape: [1],
      }),
      1,
    );

  it('names a class beyond the outputs, and leaves weights and steps as they were', async () => {
    const model = classifier();
    const before = await model.getWeights();
    await expect(model.fit(batch(3))).rejects.toThrow(
      'The data has the class 3, but the model has 3 outputs (classes 0 to 2).',
    );
    expect(await model.getWeights()).toEqual(before);
    expect((await model.getOptimizerState())?.step).toBe(0);
    await model.fit(batch(2));
    expect((await model.getOptimizerState())?.step).toBe(1);
  });

  it('names both shapes of images of another size', async () => {
    await expect(classifier().fit(batch(0, 7))).rejects.toThrow(
      /takes inputs \[6, 6, 1\], but the data gives \[7, 7, 1\]/,
    );
  });
});
