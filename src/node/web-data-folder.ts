import { realpath } from 'node:fs/promises';
import { extname, join, relative, sep } from 'node:path';
import { compareCodePoints } from '../data/code-points.ts';
import { Dataset } from '../data/dataset.ts';
import { DataError } from '../errors.ts';
import { findFolderLayout } from './folder-layout.ts';
import { listImages } from './index-directory.ts';
import { realFileIn, type ServedFile, type ServedFiles, served } from './served-file.ts';
import type { WebDataFile, WebDataIndex } from './web-session.ts';

/** Files looked at side by side. */
const PARALLEL = 16;

/**
 * Lists the images of a folder of class folders for the page; of one with `train` in it, those for training and for
 * validation. Links out of the folder, or to nothing, are left out.
 *
 * @throws DataError when it holds no images in class folders.
 */
export async function indexWebFolder(
  folder: string,
): Promise<{ readonly index: WebDataIndex; readonly images: ServedFiles; readonly leftOut: number }> {
  const root = await realpath(folder);
  const listed = await imagesByClass(folder);
  const looked = Dataset.from(listed).map(async (image) => ({ ...image, real: await realFileIn(root, image.path) }), {
    parallel: PARALLEL,
  });
  const files: WebDataFile[] = [];
  const images = new Map<string, ServedFile>();
  const classNames = new Set<string>();
  for await (const { path, className, real } of looked) {
    if (real === undefined) continue;
    const url = `/data/${files.length}${extname(path).toLowerCase()}`;
    files.push({ path: relative(folder, path).replaceAll(sep, '/'), url, bytes: real.bytes });
    images.set(url, served(real.file));
    classNames.add(className);
  }
  if (files.length === 0) {
    throw new DataError(
      `All images in ${folder} are links out of it, or to nothing. Name the folder that holds the images.`,
      { path: folder },
    );
  }
  const index = { classNames: [...classNames].sort(compareCodePoints), files };
  return { index, images, leftOut: listed.length - files.length };
}

interface ListedImage {
  readonly path: string;
  readonly className: string;
}

/** All images in class folders, part by part. Those for a test are not for the page: it trains on what it gets. */
async function imagesByClass(folder: string): Promise<readonly ListedImage[]> {
  const layout = await findFolderLayout(folder);
  const parts = layout.kind === 'classes' ? [folder] : [layout.train, layout.validation];
  const images: ListedImage[] = [];
  for (const part of parts) {
    if (part === undefined) continue;
    for (const className of await classesOf(part)) {
      const paths = await listImages(join(part, className));
      images.push(...paths.map((path) => ({ path, className })));
    }
  }
  return images;
}

async function classesOf(folder: string): Promise<readonly string[]> {
  const layout = await findFolderLayout(folder);
  if (layout.kind === 'classes') return layout.classNames;
  throw new DataError(`The folder ${folder} holds a folder "train" once more; class folders are expected.`, {
    path: folder,
  });
}
