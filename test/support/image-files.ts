import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Page } from 'playwright-core';

export const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Begins as a PNG file does; nobody decodes it here. */
export const image = (content: string): Uint8Array =>
  new Uint8Array([0x89, ...text('PNG\r\n\x1a\n'), ...text(`....${content}`)]);

/** A folder of class folders, with what is to be left out. */
export const photos: Readonly<Record<string, Uint8Array>> = {
  'photos/dogs/1.png': image('dog'),
  'photos/cats/2.png': image('cat 2'),
  'photos/cats/10.PNG': image('cat 10'),
  'photos/cats/.hidden.png': image('hidden'),
  'photos/cats/notes.txt': text('no image'),
  'photos/.cache/1.png': image('cached'),
};

/** The images in {@link photos}, as {@link filesIn} gives them. */
export const photosFound = [
  ['cats/10.PNG', 'cat 10', 'image/png'],
  ['cats/2.png', 'cat 2', 'image/png'],
  ['dogs/1.png', 'dog', 'image/png'],
];

/** Writes {@link photos} into a folder, and gives the path of `photos`. */
export async function writePhotos(root: string): Promise<string> {
  for (const [name, content] of Object.entries(photos)) {
    const path = join(root, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return join(root, 'photos');
}

/** Paths, what is after the signature, and media types of what a call in the page gives, or its error's code and message. */
export const filesIn = (page: Page, call: string): Promise<unknown> =>
  page.evaluate(`(async () => {
    try {
      const files = await (${call});
      return await Promise.all(files.map(async ({ path, file }) => [path, (await file.text()).slice(12), file.type]));
    } catch (error) {
      return [error.code ?? error.name, error.message.replaceAll(location.origin, '')];
    }
  })()`);
