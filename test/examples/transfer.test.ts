import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { resnet50Transfer, transferNetwork } from '../../examples/s2-resnet50-transfer.ts';
import { countParameters, ResNet50 } from '../../src/index.ts';
import { saveWeights } from '../../src/node/index.ts';
import { cpu } from '../support/cpu.ts';
import { writePhotoFolders } from '../support/photo-folders.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();
vi.spyOn(console, 'log').mockImplementation(() => {});
vi.spyOn(process.stdout, 'write').mockImplementation(() => true);

it('has the rows and totals of the notebook', () => {
  const model = transferNetwork([100, 100]);
  const rows = model.summaryRows();
  expect(rows.map(({ parameters }) => parameters)).toEqual([0, 23587712, 0, 8192, 0, 262272, 512, 0, 258, 8, 0]);
  expect(rows[1]?.outputShape).toEqual([4, 4, 2048]);
  const totals = { total: 23858954, trainable: 23801478, nonTrainable: 57476 };
  expect(countParameters(model.weightSpecs)).toEqual(totals);
  expect(model.summary()).toContain('Note: "resnet50" is applied with training: false, which does not freeze it');
});

it('trains on a frozen base from a file, and measures both parts of the data', async () => {
  const [data, out] = [await newFolder(), await newFolder()];
  const classes = { healthy: 'cats', ill: 'dogs' };
  await writePhotoFolders(data, { archive: 'cats-dogs', part: 'train', classes, count: 25 });
  const base = ResNet50({ includeTop: false });
  base.compile({ device: await cpu(), optimizer: 'sgd', loss: 'mse', seed: 3 });
  const weights = join(out, 'base.h5');
  await saveWeights(base, weights);

  const options = { data, out, device: await cpu(), epochs: 2, imageSize: [48, 48] as const, weights, frozen: true };
  const { model, history, figures } = await resnet50Transfer(options);

  const { trainable } = countParameters(model.weightSpecs);
  // The head without its statistics: 4096 + 262272 + 256 + 258 + 4.
  expect(trainable).toBe(266886);
  const given = await base.getWeights();
  const kept = (await model.getWeights()).filter(({ name }) => name.startsWith('resnet50/'));
  // Compared as bytes: element by element, 23 million of them would take a minute.
  const bytes = ({ data: values }: { data: Float32Array }) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  expect(kept.every((weight, i) => bytes(weight).equals(bytes(given[i] as typeof weight)))).toBe(true);
  expect(kept.length).toBe(given.length);

  // 0.3 · Σw² of two kernels from Glorot's uniform start is about 73.5, and the rates of 4e-6 change it little.
  expect(history.history['loss']?.[0]).toBeGreaterThan(73.5);
  expect(history.history['loss']?.[0]).toBeLessThan(76);
  expect(history.history['val_loss']?.[0]).toBeGreaterThan(73.5);
  expect(history.history['learningRate']?.[0]).toBeCloseTo(3.6603e-6, 9);

  expect(figures.map(({ name }) => name)).toEqual(['val', 'train']);
  for (const { matrix, measures } of figures) {
    const [[a, b], [c, d]] = matrix.counts as [[number, number], [number, number]];
    expect(measures.accuracy).toBeCloseTo((a + d) / (a + b + c + d), 12);
    expect(measures.auc).toBeGreaterThanOrEqual(0);
  }
  for (const name of ['history', 'confusion-matrix-val', 'confusion-matrix-train', 'roc', 'images']) {
    expect((await readFile(join(out, `${name}.png`))).subarray(1, 4).toString()).toBe('PNG');
  }
});
