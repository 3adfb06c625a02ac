import { readdir, realpath } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { DataError } from '../errors.ts';
import { packageFolder } from './package-folder.ts';
import { type ServedFiles, served } from './served-file.ts';

/** Folders of the package that the page is made of, and the paths that they are served under. */
const FOLDERS = [
  { folder: 'web', path: '/' },
  { folder: 'dist/browser', path: '/dist/browser/' },
];

/** What the page does not work without, and what is not made before the package is built. */
const REQUIRED = ['/index.html', '/dist/browser/trainer.js'];

/**
 * The files of the page with `<cnn-trainer>`: `web/index.html` at `/`, and the browser's build of the package.
 *
 * @throws DataError when the package is not whole.
 */
export async function webPageFiles(): Promise<ServedFiles> {
  const root = await realpath(packageFolder());
  const files = new Map<string, ReturnType<typeof served>>();
  for (const { folder, path } of FOLDERS) {
    for (const name of await filesBelow(join(root, folder))) {
      files.set(path + name.replaceAll(sep, '/'), served(join(root, folder, name)));
    }
  }
  const missing = REQUIRED.find((path) => !files.has(path));
  const page = files.get('/index.html');
  if (missing !== undefined || page === undefined) {
    throw new DataError(
      `The page's file ${missing} is not in ${root}. Install cnn-gpu again; in its repository, run: npm run build`,
      { path: root, missing },
    );
  }
  return files.set('/', page);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
}
