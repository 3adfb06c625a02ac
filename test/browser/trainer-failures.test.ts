import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolders } from '../support/temporary-folder.ts';
import { drawSeven, press, train, trainerPages, writeImages } from '../support/trainer-page.ts';

const newFolder = temporaryFolders();
const pages = trainerPages();

it('names what cannot be read or started, and each element of a page has its own', async () => {
  const opened = await pages.open(
    '<cnn-trainer id="a" device="cpu" epochs="1" image-size="8"></cnn-trainer><cnn-trainer id="b" epochs="many"></cnn-trainer>',
  );
  const [a, b] = [opened.locator('#a'), opened.locator('#b')];
  await b
    .getByRole('alert')
    .getByText('<cnn-trainer>: the attribute epochs="many" must be a whole number from 1 to 10000.')
    .waitFor();
  const folder = join(await newFolder(), 'photos');
  await writeImages(folder, { blue: { r: 0, g: 0, b: 200 }, red: { r: 200, g: 0, b: 0 } }, 3);
  await writeFile(join(folder, 'red', 'broken.png'), 'no picture');
  const choosing = opened.waitForEvent('filechooser');
  await press(a, 'Choose a folder');
  await (await choosing).setFiles(folder);
  await a.getByText('7 images in 2 classes').waitFor();
  expect(await train(a)).toMatch(/^Finished after 1 epoch\./);
  await a.getByText('1 image cannot be read and is left out: broken.png.').waitFor();
  expect(await b.getByText('Training needs images of at least two classes.').count()).toBe(1);

  await opened.route('**/training-worker.js', (route) => route.abort());
  await press(a, 'Train again');
  await a.getByRole('alert').waitFor();
  await a.getByText('Failed.', { exact: true }).waitFor();
  expect(await a.getByRole('button', { name: 'Download' }).isEnabled()).toBe(true);
  pages.complaints.length = 0;
});

it('keeps the model of the last epoch when the GPU goes away', async () => {
  const opened = await pages.open('<cnn-trainer device="webgpu" epochs="5000" keep-as="lost"></cnn-trainer>');
  await press(opened, 'Handwritten digits');
  await opened.getByText('1442 images in 10 classes').waitFor();
  await drawSeven(opened);
  await press(opened, 'Train');
  await opened.locator('.verdict[data-class]').waitFor();
  const session = await pages.chromium.browser.newBrowserCDPSession();
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
  pages.complaints.length = 0;
});
