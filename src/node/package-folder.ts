import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DataError } from '../errors.ts';

/** The folder that cnn-gpu is installed in, whether this module runs from its source or from the built package. */
export function packageFolder(): string {
  const here = fileURLToPath(import.meta.url);
  let folder = dirname(here);
  while (!isPackageFolder(folder)) {
    const parent = dirname(folder);
    if (parent === folder) {
      throw new DataError(`No folder above ${here} is the package cnn-gpu. Its bundled data needs the whole package.`, {
        path: here,
      });
    }
    folder = parent;
  }
  return folder;
}

function isPackageFolder(folder: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return typeof manifest === 'object' && manifest !== null && 'name' in manifest && manifest.name === 'cnn-gpu';
  } catch {
    return false;
  }
}
