import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/engine/seeded-random.ts';
import { type ApplicationName, applications } from '../../../src/nn/applications/index.ts';
import { Dense, input } from '../../../src/nn/layers/index.ts';
import { Model } from '../../../src/nn/models/model.ts';
import { Adam } from '../../../src/nn/optimizers/adam.ts';
import { cpu } from '../../support/cpu.ts';

/** Two images of noise, one of each class. */
function batchOf(size: number, mode: string) {
  const random = seededRandom('noise');
  const scale = mode === 'none' ? 255 : 2;
  const offset = mode === 'none' ? 0 : -1;
  const x = Float32Array.from({ length: 2 * size * size * 3 }, () => scale * random() + offset);
  return { x, xShape: [2, size, size, 3], y: Uint32Array.of(0, 1), yShape: [2] };
}

describe.each(Object.keys(applications) as ApplicationName[])(
  '%s',
  (name) => {
    it('takes a training step that changes its first weights, and predicts', async () => {
      const { build, minSize, preprocessing } = applications[name];
      const base = build({ includeTop: false, pooling: 'avg', inputShape: [minSize, minSize, 3] });
      const x = input({ shape: [minSize, minSize, 3] });
      const head = new Dense({ units: 2, activation: 'softmax', name: 'head' });
      const model = new Model({ inputs: x, outputs: head.apply(base.apply(x)) });
      // With two values for each statistic, gradients are large at random; Adam's steps are not.
      model.compile({
        device: await cpu(),
        optimizer: new Adam({ learningRate: 1e-4 }),
        loss: 'sparseCategoricalCrossentropy',
      });
      const before = await model.getWeights();
      const batch = batchOf(minSize, preprocessing);
      const data = {
        length: 1,
        async *[Symbol.asyncIterator]() {
          yield batch;
        },
      };
      const { history } = await model.fit(data);
      expect(Number.isFinite(history['loss']?.[0])).toBe(true);
      const after = await model.getWeights();
      // The first kernel lies farthest from the loss.
      const first = after.findIndex(({ name: weight }) => weight.endsWith('/kernel'));
      expect(after[first]?.data).not.toEqual(before[first]?.data);
      for (const { data: values } of after) expect(values.every(Number.isFinite)).toBe(true);
      const predicted = await model.predict(data);
      expect(predicted.shape).toEqual([2, 2]);
      expect((predicted.data[0] as number) + (predicted.data[1] as number)).toBeCloseTo(1, 5);
    });
  },
  120_000,
);
