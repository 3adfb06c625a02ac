import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { objectiveOf } from '../../src/index.ts';
import { createDevice, digits, loadModel } from '../../src/node/index.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { drawSeven, drop, press, train, trainerPages, writeImages } from '../support/trainer-page.ts';

const newFolder = temporaryFolders();
const pages = trainerPages();

/** What the bars say, once the best is 7: the names and numbers of all classes. */
async function scoresOfSeven(opened: Page): Promise<string[]> {
  await opened.locator('.verdict', { hasText: /^7$/ }).waitFor();
  return opened.locator('.scores li').allTextContents();
}

it('trains on the digits, predicts a drawing, and gives a model that Node and a later visit have the same scores from', async () => {
  const opened = await pages.open('<cnn-trainer device="cpu" epochs="6"></cnn-trainer>');
  await press(opened, 'Handwritten digits');
  await opened.getByText('1442 images in 10 classes').waitFor();
  expect(await train(opened)).toMatch(
    /^Finished after 6 epochs\. Best was epoch \d: 9\d\.\d % of the validation images/,
  );
  const curve = opened.getByRole('img', { name: /^Accuracy, over 6 epochs$/ });
  await expect.poll(() => curve.locator('path').count()).toBeGreaterThan(4);
  await opened.getByText('Figures of each epoch').click();
  await expect.poll(() => opened.getByRole('row').count()).toBe(7);

  await drawSeven(opened);
  const scores = await scoresOfSeven(opened);
  expect(scores.length).toBe(10);

  const downloading = opened.waitForEvent('download');
  await press(opened, 'Download');
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('model.safetensors');
  const file = join(await newFolder(), 'model.safetensors');
  await download.saveAs(file);

  const { model, preprocessing } = await loadModel(file);
  const classNames = Array.from({ length: 10 }, (_, digit) => String(digit));
  expect(preprocessing).toEqual({ classNames, imageSize: [8, 8], colorMode: 'grayscale', interpolation: 'bilinear' });
  const device = await createDevice({ device: 'cpu', threads: 1 });
  model.compile({ device, optimizer: 'sgd', loss: objectiveOf(model).loss, metrics: ['accuracy'] });
  const { test } = await digits();
  const x = test.x.map((value) => Math.round((value * 255) / 16));
  expect((await model.evaluate({ ...test, x }))['accuracy']).toBeGreaterThan(0.9);
  const [first] = await opened.locator('cnn-trainer').evaluateAll(
    (elements, pixels) =>
      Promise.all(
        elements.map((element) =>
          (element as HTMLElementTagNameMap['cnn-trainer']).predict({
            pixels: new Uint8Array(pixels),
            height: 8,
            width: 8,
            channels: 1,
          }),
        ),
      ),
    [...x.subarray(0, 64)],
  );
  const { data } = await model.predict({ x: x.subarray(0, 64), xShape: [1, 8, 8, 1] });
  const expected = objectiveOf(model).scores(data);
  expected.forEach((score, i) => {
    expect(first?.[i]?.score).toBeCloseTo(score, 4);
  });
  device.dispose();

  await opened.reload();
  await press(opened, 'Restore the last model');
  await opened.getByText(/^Kept in this browser: 8×8 gray images, 10 classes/).waitFor();
  await drawSeven(opened);
  expect(await scoresOfSeven(opened)).toEqual(scores);
  await drop(opened.locator('.section').first(), ['digits.safetensors'], await readFile(file));
  await opened.getByText(/^digits.safetensors: 8×8 gray images/).waitFor();
  await opened.locator('.verdict', { hasText: /^7$/ }).waitFor();
  expect(await opened.locator('.scores li').allTextContents()).toEqual(scores);

  expect(await opened.getByRole('button', { name: 'Train further' }).count()).toBe(0);
  const refused = opened.evaluate(() => document.querySelector('cnn-trainer')?.train({ further: true }));
  await expect(refused).rejects.toThrow('The model knows other classes than there are images of: 0, 1, 2, 3');
  await press(opened, 'Handwritten digits');
  await press(opened, 'Train further');
  await opened.getByText(/^Finished after 6 epochs\./).waitFor({ timeout: 60_000 });
  await opened.getByText('Figures of each epoch').click();
  const accuracy = opened.getByRole('row', { name: /^1 / }).getByRole('cell').nth(1);
  // A new model knows about a third of the digits after its first epoch.
  expect(await accuracy.textContent()).toMatch(/^[89]\d\.\d %$/);
});

it('trains on a chosen folder on WebGPU by keyboard alone, pauses, and predicts a dropped image', async () => {
  const folder = join(await newFolder(), 'photos');
  await writeImages(folder, { blue: { r: 30, g: 60, b: 200 }, red: { r: 200, g: 50, b: 40 } }, 10);
  const opened = await pages.open(
    '<cnn-trainer device="webgpu" epochs="12" batch-size="8" image-size="8"></cnn-trainer>',
  );
  const choosing = opened.waitForEvent('filechooser');
  await opened.getByRole('button', { name: 'Choose a folder' }).focus();
  await opened.keyboard.press('Enter');
  await (await choosing).setFiles(folder);
  await opened.getByText('20 images in 2 classes').waitFor();

  await opened.getByRole('button', { name: 'Handwritten digits' }).focus();
  await opened.keyboard.press('Tab');
  expect(await opened.getByRole('button', { name: 'Skip the classes' }).isVisible()).toBe(true);
  await opened.keyboard.press('Enter');
  await opened.keyboard.press('Tab');
  await opened.keyboard.press('Enter');
  await opened.getByRole('button', { name: 'Pause' }).and(opened.locator(':enabled')).waitFor();
  expect(await opened.getByRole('button', { name: 'Stop' }).evaluate((button) => button.matches(':focus'))).toBe(true);
  await opened.keyboard.press('Shift+Tab');
  await opened.keyboard.press('Space');
  await opened.getByText(/ · paused$/).waitFor();
  await opened.keyboard.press('Space');
  await opened.getByText(/^Finished after 12 epochs/).waitFor();
  await opened.getByText(/^On WebGPU without a GPU: .* is software\./).waitFor();
  expect(await opened.getByRole('button', { name: 'Train again' }).evaluate((button) => button.matches(':focus'))).toBe(
    true,
  );

  await opened.getByRole('status').getByText('Training finished.').waitFor({ state: 'attached' });

  // A model of colored images asks for images.
  const red = await sharp({ create: { width: 20, height: 16, channels: 3, background: { r: 190, g: 60, b: 50 } } })
    .png()
    .toBuffer();
  await opened.getByRole('radio', { name: 'Draw' }).check();
  await drop(opened.locator('.pad'), ['new.png'], red);
  await opened.locator('.verdict', { hasText: /^red$/ }).waitFor();

  // Few images are varied; the layers for that are no part of the model that is given away.
  await opened.reload();
  await press(opened, 'Restore the last model');
  await opened.getByText(/^Kept in this browser: 8×8 color images, 2 classes/).waitFor();
  const files = await opened.evaluate(async () => {
    const trainer = document.querySelector('cnn-trainer') as HTMLElementTagNameMap['cnn-trainer'];
    const made = [await trainer.modelFile('keras'), await trainer.modelFile('h5'), await trainer.modelFile('tfjs')];
    return made.map(({ name, size }) => [name, size > 10_000]);
  });
  expect(files).toEqual([
    ['model.keras', true],
    ['model.h5', true],
    ['model-tfjs.zip', true],
  ]);
});
