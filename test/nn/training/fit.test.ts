import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../../src/engine/reference/reference-device.ts';
import { scope } from '../../../src/engine/scope.ts';
import { ValueError } from '../../../src/errors.ts';
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
