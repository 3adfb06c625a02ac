import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { imageNetworks, objectiveOf } from '../../src/index.ts';
import { createDevice, digits, loadModel, saveModel } from '../../src/node/index.ts';
import { startChromium, type TestBrowser } from '../support/chromium.ts';
import type { ServedFiles } from '../support/page-server.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const newFolder = temporaryFolders();

/** A page with the element and a policy that forbids styles and scripts within it. */
const page = (
  elements: string,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>test</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval';
  worker-src 'self' blob:; connect-src 'self' blob: data:; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self'">
<link rel="icon" href="data:,"><script type="module" src="/dist/trainer.js"></script></head><body>${elements}</body></html>`;

let chromium: TestBrowser;
const complaints: string[] = [];
beforeAll(async () => {
  chromium = await startChromium({ flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] });
});
afterAll(async () => {
  await chromium?.close();
  expect(complaints).toEqual([]);
});

async function open(elements: string, files: ServedFiles = {}): Promise<Page> {
  const opened = await chromium.open({ path: '/trainer.html', files: { ...files, '/trainer.html': page(elements) } });
  opened.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await opened.waitForFunction(() => customElements.get('cnn-trainer') !== undefined);
  return opened;
}

const press = (within: Page | Locator, name: string) => within.getByRole('button', { name, exact: true }).click();

/** Trains to the end and gives what the status says. */
async function train(within: Page | Locator): Promise<string> {
  await press(within, 'Train');
  const status = within.getByText(/^(Finished|Stopped|Failed)/);
  await status.waitFor({ timeout: 60_000 });
  return (await status.textContent()) ?? '';
}

/** A seven, drawn with the mouse. */
async function drawSeven(opened: Page): Promise<void> {
  const pad = opened.getByLabel(/^Drawing pad/);
  await pad.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await pad.boundingBox()) as { x: number; y: number; width: number; height: number };
  const at = (right: number, down: number) => [x + right * width, y + down * height] as const;
  await opened.mouse.move(...at(0.3, 0.2));
  await opened.mouse.down();
  await opened.mouse.move(...at(0.68, 0.2), { steps: 6 });
  await opened.mouse.move(...at(0.42, 0.82), { steps: 8 });
  await opened.mouse.up();
}

/** What the bars say, once the best is 7: the names and numbers of all classes. */
async function scoresOfSeven(opened: Page): Promise<string[]> {
  await opened.locator('.verdict', { hasText: /^7$/ }).waitFor();
  return opened.locator('.scores li').allTextContents();
}

/** Class folders of plain images with some noise. */
async function writeImages(colors: Readonly<Record<string, { r: number; g: number; b: number }>>, count: number) {
  const root = join(await newFolder(), 'photos');
  for (const [name, { r, g, b }] of Object.entries(colors)) {
    for (let i = 0; i < count; i++) {
      const path = join(root, name, `${i}.png`);
      await mkdir(dirname(path), { recursive: true });
      const shade = (value: number) => Math.max(0, Math.min(255, value + 12 * (i % 5) - 24));
      const background = { r: shade(r), g: shade(g), b: shade(b) };
      await writeFile(
        path,
        await sharp({ create: { width: 20, height: 16, channels: 3, background } })
          .png()
          .toBuffer(),
      );
    }
  }
  return root;
}

/** Drops image files on an element, as from a file manager. */
async function drop(target: Locator, names: readonly string[], bytes: Uint8Array): Promise<void> {
  await target.evaluate(
    (element, { names, bytes }) => {
      const dataTransfer = new DataTransfer();
      for (const name of names) dataTransfer.items.add(new File([new Uint8Array(bytes)], name, { type: 'image/png' }));
      const options = { dataTransfer, bubbles: true, composed: true, cancelable: true };
      element.dispatchEvent(new DragEvent('dragover', options));
      element.dispatchEvent(new DragEvent('drop', options));
    },
    { names, bytes: [...bytes] },
  );
}

it('trains on the digits, predicts a drawing, and gives a model that Node and a later visit have the same scores from', async () => {
  const opened = await open('<cnn-trainer device="cpu" epochs="6"></cnn-trainer>');
  await press(opened, 'Handwritten digits');
  await opened.getByText('1442 images in 10 classes').waitFor();
  expect(await train(opened)).toMatch(
    /^Finished after 6 epochs\. Best was epoch \d: 9\d\.\d % of the validation images/,
  );
  expect(
    await opened
      .getByRole('img', { name: /^Accuracy, over 6 epochs$/ })
      .locator('path')
      .count(),
  ).toBeGreaterThan(4);
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
  const choosing = opened.waitForEvent('filechooser');
  await press(opened, 'Open a model');
  await (await choosing).setFiles(file);
  await opened.getByText(/^model.safetensors: 8×8 gray images/).waitFor();
  await opened.locator('.verdict', { hasText: /^7$/ }).waitFor();
  expect(await opened.locator('.scores li').allTextContents()).toEqual(scores);
});

it('trains on a chosen folder on WebGPU by keyboard alone, pauses, and predicts a dropped image', async () => {
  const folder = await writeImages({ blue: { r: 30, g: 60, b: 200 }, red: { r: 200, g: 50, b: 40 } }, 10);
  const opened = await open('<cnn-trainer device="webgpu" epochs="12" batch-size="8" image-size="8"></cnn-trainer>');
  const choosing = opened.waitForEvent('filechooser');
  await opened.getByRole('button', { name: 'Choose a folder' }).focus();
  await opened.keyboard.press('Enter');
  await (await choosing).setFiles(folder);
  await opened.getByText('20 images in 2 classes').waitFor();

  await opened.getByRole('button', { name: 'Train', exact: true }).focus();
  await opened.keyboard.press('Enter');
  await opened.getByRole('button', { name: 'Pause' }).and(opened.locator(':enabled')).waitFor();
  expect(await opened.getByRole('button', { name: 'Stop' }).evaluate((button) => button.matches(':focus'))).toBe(true);
  await opened.keyboard.press('Shift+Tab');
  await opened.keyboard.press('Space');
  await opened.getByText(/ · paused$/).waitFor();
  await opened.keyboard.press('Space');
  await opened.getByText(/^Finished after 12 epochs/).waitFor();
  await opened.getByText(/^On the GPU: /).waitFor();
  expect(await opened.getByRole('button', { name: 'Train again' }).evaluate((button) => button.matches(':focus'))).toBe(
    true,
  );

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

it('is drawn on with the keyboard', async () => {
  const opened = await open('<cnn-trainer></cnn-trainer>');
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
  const opened = await open('<cnn-trainer></cnn-trainer>');
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
  await press(opened, 'Train');
  await opened
    .getByRole('alert')
    .getByText(/^Training needs images of at least two classes/)
    .waitFor();
  await press(opened, 'Remove the class cats');
  expect(await opened.getByRole('textbox', { name: 'Name of the class' }).count()).toBe(0);
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

  const photos = await writeImages({ blue: { r: 0, g: 0, b: 200 }, red: { r: 200, g: 0, b: 0 } }, 2);
  const members = await readdir(photos, { recursive: true });
  const images = members.filter((name) => name.endsWith('.png'));
  const bytes = await Promise.all(images.map(async (name) => [`photos/${name}`, await readFile(join(photos, name))]));
  const opened = await open(
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
  const opened = await open('<cnn-trainer device="cpu" epochs="5000" keep-as="removed"></cnn-trainer>');
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

it('names what cannot be read or started, and each element of a page has its own', async () => {
  const opened = await open(
    '<cnn-trainer id="a" device="cpu" epochs="1" image-size="8"></cnn-trainer><cnn-trainer id="b" epochs="many"></cnn-trainer>',
  );
  const [a, b] = [opened.locator('#a'), opened.locator('#b')];
  await b.getByRole('alert').getByText('<cnn-trainer>: the attribute epochs="many" makes no sense.').waitFor();
  const folder = await writeImages({ blue: { r: 0, g: 0, b: 200 }, red: { r: 200, g: 0, b: 0 } }, 3);
  await writeFile(join(folder, 'red', 'broken.png'), 'no picture');
  const choosing = opened.waitForEvent('filechooser');
  await press(a, 'Choose a folder');
  await (await choosing).setFiles(folder);
  await a.getByText('7 images in 2 classes').waitFor();
  expect(await train(a)).toMatch(/^Finished after 1 epoch\./);
  await a.getByText('1 image cannot be read and is left out: broken.png.').waitFor();
  expect(await b.getByText('Ready when there are images').count()).toBe(1);

  await opened.route('**/training-worker.js', (route) => route.abort());
  await press(a, 'Train again');
  await a.getByRole('alert').waitFor();
  await a.getByText('Failed.', { exact: true }).waitFor();
  expect(await a.getByRole('button', { name: 'Download' }).isEnabled()).toBe(true);
  complaints.length = 0;
});

it('keeps the model of the last epoch when the GPU goes away', async () => {
  const opened = await open('<cnn-trainer device="webgpu" epochs="5000" keep-as="lost"></cnn-trainer>');
  await press(opened, 'Handwritten digits');
  await opened.getByText('1442 images in 10 classes').waitFor();
  await drawSeven(opened);
  await press(opened, 'Train');
  await opened.locator('.verdict[data-class]').waitFor();
  const session = await chromium.browser.newBrowserCDPSession();
  // Its answer would come from the process that ends.
  session.send('Browser.crashGpuProcess').catch(() => {});
  const problem = opened
    .getByRole('alert')
    .getByText(/^The GPU went away in epoch \d+\. The model of epoch \d+ is still here/);
  await problem.waitFor();
  await opened.getByText(/^Failed after \d+ epochs?; the model of the last one remains\.$/).waitFor();
  await press(opened, 'Clear');
  await drawSeven(opened);
  await opened.locator('.verdict[data-class]').waitFor();
  complaints.length = 0;
});
