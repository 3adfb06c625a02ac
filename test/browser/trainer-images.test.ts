import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { imageNetworks, objectiveOf } from '../../src/index.ts';
import { createDevice, saveModel } from '../../src/node/index.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { drop, press, trainerPages, writeImages } from '../support/trainer-page.ts';

const newFolder = temporaryFolders();
const pages = trainerPages();

it('is drawn on with the keyboard', async () => {
  const opened = await pages.open('<cnn-trainer></cnn-trainer>');
  const pad = opened.getByLabel(/^Drawing pad/);
  await pad.focus();
  const white = () =>
    pad.evaluate((canvas) => {
      const context = (canvas as HTMLCanvasElement).getContext('2d') as CanvasRenderingContext2D;
      const { data } = context.getImageData(0, 0, 280, 280);
      return data.filter((value, i) => i % 4 === 0 && value > 128).length;
    });
  await opened.keyboard.press('ArrowUp');
  expect(await white()).toBe(0);
  await opened.keyboard.down('Space');
  for (let step = 0; step < 5; step++) await opened.keyboard.press('ArrowDown');
  await opened.keyboard.up('Space');
  // A stroke of 50 pixels with a round pen of 22.
  expect(Math.abs((await white()) - (50 * 22 + Math.PI * 11 ** 2))).toBeLessThan(60);
  await opened.keyboard.press('Delete');
  expect(await white()).toBe(0);
});

it('builds classes by hand: names, drops on a card, removing images and classes with the keyboard', async () => {
  const opened = await pages.open('<cnn-trainer></cnn-trainer>');
  await press(opened, 'Add a class');
  await opened.keyboard.type('cats');
  await opened.keyboard.press('Enter');
  const card = opened.getByRole('list', { name: 'Classes' }).locator('> li').first();
  const picture = await sharp({ create: { width: 4, height: 4, channels: 3, background: 'green' } })
    .png()
    .toBuffer();
  await drop(card, ['1.png', '2.png', '3.png'], picture);
  await opened.getByText('3 images in 1 class').waitFor();
  await opened.getByRole('button', { name: 'Remove 1.png' }).focus();
  await opened.keyboard.press('ArrowRight');
  await opened.keyboard.press('Delete');
  expect(
    await opened
      .getByRole('list', { name: 'Images of cats' })
      .getByRole('button')
      .evaluateAll((all) => all.map((each) => each.getAttribute('title'))),
  ).toEqual(['Remove 1.png', 'Remove 3.png']);
  const train = opened.getByRole('button', { name: 'Train', exact: true });
  const whyNot = () =>
    train.evaluate((button) => {
      const { textContent } = (button.getRootNode() as ShadowRoot).getElementById(
        button.getAttribute('aria-describedby') ?? '',
      ) as Element;
      return [(button as HTMLButtonElement).disabled, textContent];
    });
  expect(await whyNot()).toEqual([
    true,
    'Training needs images of at least two classes; so far there is "cats" alone.',
  ]);
  await drop(opened.locator('.drop-hint'), ['dog.png', 'notes.txt'], picture);
  await opened.getByRole('status').getByText('1 other file left out: notes.txt.').waitFor();
  expect(await whyNot()).toEqual([false, '']);

  await press(opened, 'Remove the class cats');
  await opened.getByText('1 image in 1 class').waitFor();
  expect(
    await opened
      .getByRole('button', { name: 'Remove the class Class 2' })
      .evaluate((button) => button.matches(':focus')),
  ).toBe(true);
  await press(opened, 'Undo');
  await opened.getByText('3 images in 2 classes').waitFor();
  await press(opened, 'Handwritten digits');
  await press(opened, 'Undo');
  await opened.getByText('3 images in 2 classes').waitFor();
  await press(opened, 'Remove the class cats');
  await press(opened, 'Add a class');
  expect(await opened.getByRole('button', { name: 'Undo' }).count()).toBe(0);
});

it('opens a model and an archive that attributes name, and predicts as Node does', async () => {
  const classNames = ['blue', 'red'];
  const model = imageNetworks.small.build([16, 16, 3], 2);
  const device = await createDevice({ device: 'cpu', threads: 1 });
  model.compile({ device, optimizer: 'sgd', loss: objectiveOf(model).loss, seed: 5 });
  const file = join(await newFolder(), 'model.keras');
  const preprocessing = { classNames, imageSize: [16, 16], colorMode: 'rgb', interpolation: 'bilinear' };
  await saveModel(model, file, { preprocessing });
  const x = Uint8Array.from({ length: 16 * 16 * 3 }, (_, i) => (i * 31) % 256);
  const { data } = await model.predict({ x, xShape: [1, 16, 16, 3] });
  const expected = objectiveOf(model).scores(data);
  device.dispose();

  const photos = join(await newFolder(), 'photos');
  await writeImages(photos, { blue: { r: 0, g: 0, b: 200 }, red: { r: 200, g: 0, b: 0 } }, 2);
  const members = await readdir(photos, { recursive: true });
  const images = members.filter((name) => name.endsWith('.png'));
  const bytes = await Promise.all(images.map(async (name) => [`photos/${name}`, await readFile(join(photos, name))]));
  const opened = await pages.open(
    '<cnn-trainer device="cpu" model-src="/model.keras" data-src="photos.zip" theme="dark"></cnn-trainer>',
    { '/model.keras': await readFile(file), '/photos.zip': zipSync(Object.fromEntries(bytes)) },
  );
  await opened.getByText('4 images in 2 classes').waitFor();
  await opened.getByText('model.keras: 16×16 color images, 2 classes.').waitFor();
  const scores = await opened.evaluate(
    async (pixels) => {
      const trainer = document.querySelector('cnn-trainer') as HTMLElementTagNameMap['cnn-trainer'];
      trainer.dataSrc = null;
      return trainer.predict({ pixels: new Uint8Array(pixels), height: 16, width: 16, channels: 3 });
    },
    [...x],
  );
  expect(scores.map(({ className }) => className)).toEqual(classNames);
  scores.forEach(({ score }, i) => {
    expect(score).toBeCloseTo(expected[i] as number, 4);
  });
  const background = await opened
    .locator('.section')
    .first()
    .evaluate((section) => getComputedStyle(section).backgroundColor);
  expect(background).toBe('rgb(27, 32, 41)');
});

it('takes pictures while Space is held, and lets camera and worker go when the element is removed', async () => {
  const opened = await pages.open('<cnn-trainer device="cpu" epochs="5000" keep-as="removed"></cnn-trainer>');
  await press(opened, 'Handwritten digits');
  await opened.getByText('1442 images in 10 classes').waitFor();
  await press(opened, 'Camera for 0');
  await opened.getByRole('button', { name: 'Hold to take pictures' }).and(opened.locator(':focus')).waitFor();
  await opened.keyboard.down('Space');
  await opened.getByText(/^144[4-9] images in 10 classes/).waitFor();
  await opened.keyboard.up('Space');
  await opened.evaluate(() => document.querySelector('cnn-trainer')?.loadData('digits'));
  await opened.getByText('1442 images in 10 classes').waitFor();

  const ends = opened.evaluate(
    () =>
      new Promise((resolve) =>
        document.addEventListener('cnn-train-end', (event) => resolve((event as CustomEvent).detail.stopped)),
      ),
  );
  await press(opened, 'Train');
  await opened.getByText(/^Epoch [3-9].* batch/).waitFor();
  expect(opened.workers().length).toBeGreaterThan(0);
  const track = await opened.evaluateHandle(() => {
    const video = document.querySelector('cnn-trainer')?.shadowRoot?.querySelector('video') as HTMLVideoElement;
    return (video.srcObject as MediaStream).getTracks()[0] as MediaStreamTrack;
  });
  await opened.evaluate(() => {
    const trainer = document.querySelector('cnn-trainer') as HTMLElement;
    trainer.addEventListener('cnn-train-end', (event) =>
      document.dispatchEvent(new CustomEvent(event.type, { detail: (event as CustomEvent).detail })),
    );
    trainer.remove();
  });
  expect(await ends).toBe(true);
  expect(await track.evaluate(({ readyState }) => readyState)).toBe('ended');
  // Chromium gives a worker that computes two seconds to end.
  await expect.poll(() => opened.workers().length, { timeout: 10_000 }).toBe(0);
});
