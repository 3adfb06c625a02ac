import { expect, it, vi } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { Dense, Flatten, Sequential } from '../../src/nn/index.ts';
import { ImageDataGenerator } from '../../src/node/image-data-generator.ts';
import { solidPng, writeFiles } from '../support/images.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

it('trains on endless batches: more steps than a pass has, and on a pass where no steps are given', async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  const folder = await temporaryFolder();
  for (let i = 0; i < 10; i++) {
    const [name, level] = i % 2 === 0 ? ['dark', 20 + i] : ['light', 230 + i];
    await writeFiles(folder, { [`${name}/${i}.png`]: await solidPng(6, 6, [level, level, level]) });
  }
  const options = { targetSize: [4, 4], batchSize: 4, classMode: 'binary', seed: 1 } as const;
  const augmented = { rescale: 1 / 255, rotationRange: 40, widthShiftRange: 0.2, zoomRange: 0.2, horizontalFlip: true };
  const training = await new ImageDataGenerator(augmented).flowFromDirectory(folder, options);
  const validation = await new ImageDataGenerator({ rescale: 1 / 255 }).flowFromDirectory(folder, options);
  const model = new Sequential([
    new Flatten({ inputShape: [4, 4, 3] }),
    new Dense({ units: 1, activation: 'sigmoid' }),
  ]);
  model.compile({
    device: new ReferenceDevice(),
    optimizer: 'adam',
    loss: 'binaryCrossentropy',
    metrics: ['acc'],
    seed: 1,
  });
  const steps: number[] = [];
  const count = {
    onTrainBatchEnd(batch: number) {
      steps[batch] = (steps[batch] ?? 0) + 1;
    },
  };
  const fitting = { stepsPerEpoch: 5, epochs: 8, validationData: validation, validationSteps: 2, callbacks: [count] };
  const { history } = await model.fit(training, fitting);
  expect(steps).toEqual([8, 8, 8, 8, 8]);
  expect(Object.keys(history)).toEqual(expect.arrayContaining(['loss', 'acc', 'val_loss', 'val_acc']));
  expect(history['val_loss']).toHaveLength(8);
  expect(history['loss']?.at(-1)).toBeLessThan(history['loss']?.[0] as number);
  // One pass has three batches, all ten images.
  expect(await model.evaluate(validation)).toMatchObject({ acc: expect.any(Number) });
});
