import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareCodePoints } from '../data/code-points.ts';
import type { FolderContent, ImageFile, ImageTree, ListImagesOptions } from '../data/image-dataset/image-tree.ts';
import { isImageName } from '../data/image-names.ts';
import { DataError } from '../errors.ts';
import { errorReason } from './error-reason.ts';

/** What lies directly in a folder; links count as what they point to. */
export interface DirectoryContent extends FolderContent {
  /** Names of the folders that are links. */
  readonly links: ReadonlySet<string>;
}

/**
 * Lists a folder.
 *
 * @throws DataError when it does not exist, is not a folder, or may not be read.
 */
export async function listFolder(folder: string): Promise<DirectoryContent> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw new DataError(`Cannot read the folder ${folder}: ${errorReason(error)}`, { path: folder }, { cause: error });
  });
  const folders: string[] = [];
  const files: string[] = [];
  const links = new Set<string>();
  for (const entry of entries) {
    const linked = entry.isSymbolicLink() ? await statOrNothing(join(folder, entry.name)) : undefined;
    const isFolder = linked ? linked.isDirectory() : entry.isDirectory();
    (isFolder ? folders : files).push(entry.name);
    if (isFolder && linked) links.add(entry.name);
  }
  return { folders: folders.sort(compareCodePoints), links, files: files.sort(compareCodePoints) };
}

const statOrNothing = (path: string): Promise<Stats | undefined> => stat(path).catch(() => undefined);

/**
 * Paths of all images in a folder and below, in Keras's order: folders by path, then files by name, each by code
 * points.
 *
 * @param options.followLinks whether links to folders are entered; default false. Each folder is entered once, so links
 *   that lead back end there.
 * @throws DataError when a folder cannot be read.
 */
export async function listImages(folder: string, options: ListImagesOptions = {}): Promise<readonly string[]> {
  const found: { readonly folder: string; readonly images: readonly string[] }[] = [];
  const entered = new Set<string>();
  const waiting = [folder];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const content = await listFolder(next);
    const real = await realpath(next);
    if (entered.has(real)) continue;
    entered.add(real);
    found.push({ folder: next, images: content.files.filter(isImageName) });
    for (const name of content.folders) {
      if (options.followLinks || !content.links.has(name)) waiting.push(join(next, name));
    }
  }
  found.sort((a, b) => compareCodePoints(a.folder, b.folder));
  return found.flatMap(({ folder, images }) => images.map((name) => join(folder, name)));
}

/** The folders of the file system. */
export const directoryTree: ImageTree<ImageFile> = {
  list: listFolder,
  images: async (folder, options) => (await listImages(folder, options)).map((path) => ({ path })),
  within: join,
};
