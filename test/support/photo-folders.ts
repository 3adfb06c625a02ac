import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { decodeTar } from '../../src/formats/tar.ts';
import { noisyPng } from './colored-folders.ts';
import { writeFiles } from './images.ts';

/** Archives of photos that may lie beside the repository; they are no part of it. */
const ARCHIVES = resolve(import.meta.dirname, '../../../shared/data');

/** Photos to be had: images of two or more classes in one part of an archive. */
export interface PhotoSource {
  readonly archive: 'cats-dogs' | 'cifar10-jpeg';
  readonly part: 'train' | 'test';
  /** Class folders in the archive, by the names that they get. */
  readonly classes: Readonly<Record<string, string>>;
  /** Images of each class. */
  readonly count: number;
}

/**
 * Fills `folder` with a folder of photos for each class. Where the archive is missing, pictures of noise in one color a
 * class take their place, and the test says so.
 */
export async function writePhotoFolders(folder: string, { archive, part, classes, count }: PhotoSource): Promise<void> {
  const path = resolve(ARCHIVES, `${archive}.tar`);
  if (!existsSync(path)) {
    console.info(`${path} is missing: generated pictures stand in for its photos.`);
    for (const [channel, name] of Object.keys(classes).entries()) {
      for (let i = 0; i < count; i++) {
        await writeFiles(folder, { [`${name}/${i}.png`]: await noisyPng(channel, `${name} ${part} ${i}`, 32) });
      }
    }
    return;
  }
  const files = [...decodeTar(new Uint8Array(await readFile(path)))];
  for (const [name, source] of Object.entries(classes)) {
    const own = files.filter(([file]) => file.startsWith(`${archive}/${part}/${source}/`)).slice(0, count);
    for (const [file, bytes] of own) await writeFiles(folder, { [`${name}/${file.split('/').at(-1)}`]: bytes });
  }
}

/** The ten classes of CIFAR-10. */
export const cifar10Classes = Object.fromEntries(
  ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'].map((name) => [
    name,
    name,
  ]),
);
