import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect } from 'vitest';
import { startChromium, type TestBrowser } from './chromium.ts';
import type { ServedFiles } from './page-server.ts';

/** A page with the element and a policy that forbids styles and scripts within it. */
const page = (
  elements: string,
): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>test</title>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self' 'wasm-unsafe-eval';
  worker-src 'self' blob:; connect-src 'self' blob: data:; img-src 'self' blob: data:; media-src 'self' blob:; style-src 'self'">
<link rel="icon" href="data:,"><script type="module" src="/dist/trainer.js"></script></head><body>${elements}</body></html>`;

/** Pages with the element. */
export interface TrainerPages {
  readonly chromium: TestBrowser;
  /** What pages have said on their consoles; after the tests there must be nothing in it. */
  readonly complaints: string[];
  /** Opens a page with these elements and a camera, and with files beside it. */
  open(elements: string, files?: ServedFiles): Promise<Page>;
}

/** Call at the top of a test file; the browser runs from before its tests until after them. */
export function trainerPages(): TrainerPages {
  let chromium: TestBrowser | undefined;
  const complaints: string[] = [];
  beforeAll(async () => {
    chromium = await startChromium({ flags: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'] });
  });
  afterAll(async () => {
    await chromium?.close();
    expect(complaints).toEqual([]);
  });
  return {
    get chromium() {
      return chromium as TestBrowser;
    },
    complaints,
    async open(elements, files = {}) {
      const path = '/trainer.html';
      const opened = await (chromium as TestBrowser).open({ path, files: { ...files, [path]: page(elements) } });
      opened.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await opened.waitForFunction(() => customElements.get('cnn-trainer') !== undefined);
      return opened;
    },
  };
}

/** Presses the button of this name. */
export const press = (within: Page | Locator, name: string) =>
  within.getByRole('button', { name, exact: true }).click();

/** Trains to the end and gives what the status says. */
export async function train(within: Page | Locator): Promise<string> {
  await press(within, 'Train');
  const status = within.getByText(/^(Finished|Stopped|Failed)/);
  await status.waitFor({ timeout: 60_000 });
  return (await status.textContent()) ?? '';
}

/** A seven, drawn with the mouse. */
export async function drawSeven(opened: Page): Promise<void> {
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

/** Writes class folders of plain images with some noise. */
export async function writeImages(
  root: string,
  colors: Readonly<Record<string, { r: number; g: number; b: number }>>,
  count: number,
): Promise<void> {
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
}

/** Drops image files on an element, as from a file manager. */
export async function drop(target: Locator, names: readonly string[], bytes: Uint8Array): Promise<void> {
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
