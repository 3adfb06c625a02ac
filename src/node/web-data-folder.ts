import { realpath } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { Dataset } from '../data/dataset.ts';
import { DataError } from '../errors.ts';
import { findFolderLayout } from './folder-layout.ts';
import { listImages } from './index-directory.ts';
import { realFileIn, type ServedFiles, served } from './served-file.ts';
import type { WebDataFile, WebDataIndex } from './web-session.ts';

/** Files looked at side by side. */
const PARALLEL = 16;

/**
 * Lists the images of a folder of class folders for the page; of one with `train` in it, those for training. Links out
 * of the folder, or to nothing, are left out.
 *
 * @throws DataError when it holds no images in class folders.
 */
export async function indexWebFolder(
  folder: string,
): Promise<{ readonly index: WebDataIndex; readonly images: ServedFiles; readonly leftOut: number }> {
  const classes = await classFolders(folder);
  const root = await realpath(folder);
  const filePaths: string[] = [];
  for (const name of classes.classNames) filePaths.push(...(await listImages(join(classes.directory, name))));
  const files: WebDataFile[] = [];
  const images = new Map<string, ReturnType<typeof served>>();
  const looked = Dataset.from(filePaths).map(async (path) => ({ path, real: await realFileIn(root, path) }), {
    parallel: PARALLEL,
  });
  for await (const { path, real } of looked) {
    if (real === undefined) continue;
    const url = `/data/${files.length}${extname(path).toLowerCase()}`;
    files.push({ path: relative(classes.directory, path).replaceAll(sep, '/'), url, bytes: real.bytes });
    images.set(url, served(real.file));
  }
  if (files.length === 0) {
    throw new DataError(
      `All images in ${folder} are links out of it, or to nothing. Name the folder that holds the images.`,
      {
        path: folder,
      },
    );
  }
  const found = new Set(files.map(({ path }) => path.split('/', 1)[0]));
  const classNames = classes.classNames.filter((name) => found.has(name));
  return { index: { classNames, files }, images, leftOut: filePaths.length - files.length };
}

async function classFolders(folder: string) {
  const layout = await findFolderLayout(folder);
  const inner = layout.kind === 'classes' ? layout : await findFolderLayout(layout.train);
  if (inner.kind === 'classes') return inner;
  throw new DataError(`The folder ${layout.kind} holds a folder "train" once more; class folders are expected.`, {
    path: folder,
  });
}
