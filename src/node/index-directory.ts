import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compareCodePoints } from '../data/code-points.ts';
import { isImageName } from '../data/image-names.ts';
import { DataError } from '../errors.ts';
import { errorReason } from './error-reason.ts';

/** What lies directly in a folder; links count as what they point to. */
export interface FolderContent {
  /** Names of folders, in code point order. */
  readonly folders: readonly string[];
  /** Names of the folders among these that are links. */
  readonly links: ReadonlySet<string>;
  /** Names of everything else, in code point order. */
  readonly files: readonly string[];
}

/**
 * Lists a folder.
 *
 * @throws DataError when it does not exist, is not a folder, or may not be read.
 */
export async function listFolder(folder: string): Promise<FolderContent> {
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

/** Names of the folders in which classes may lie: those that do not begin with a dot. */
export const visibleFolders = (content: FolderContent): string[] =>
  content.folders.filter((name) => !name.startsWith('.'));

/**
 * Paths of all images in a folder and below, in Keras's order: folders by path, then files by name, each by code
 * points.
 *
 * @param options.followLinks whether links to folders are entered; default false. Each folder is entered once, so links
 *   that lead back end there.
 * @throws DataError when a folder cannot be read.
 */
export async function listImages(
  folder: string,
  options: { readonly followLinks?: boolean } = {},
): Promise<readonly string[]> {
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

/** Images with their classes, in Keras's order before shuffling. */
export interface DirectoryIndex {
  readonly filePaths: readonly string[];
  /** The class of each file, or null without labels. */
  readonly labels: readonly number[] | null;
  /** Name of each class, or null without labels. */
  readonly classNames: readonly string[] | null;
}

/** The options of `imageDatasetFromDirectory` that say which file has which label. */
export interface IndexOptions {
  /** `'inferred'`: each subfolder is a class. A list: one label per file. null: none. Default `'inferred'`. */
  readonly labels?: 'inferred' | readonly number[] | null;
  /** The subfolders to take, in the order of the classes; default all, sorted. Only with inferred labels. */
  readonly classNames?: readonly string[];
  /** Whether links to folders inside a class are followed; default false. */
  readonly followLinks?: boolean;
}

/**
 * Finds images and their labels as Keras's `index_directory` does.
 *
 * @throws DataError when a folder cannot be read, or labels or class names do not match what is there.
 */
export async function indexDirectory(directory: string, options: IndexOptions = {}): Promise<DirectoryIndex> {
  const { labels = 'inferred' } = options;
  if (labels === 'inferred') return indexClassFolders(directory, options);
  const filePaths = await listImages(directory, options);
  if (labels === null) return { filePaths, labels, classNames: null };
  if (labels.length !== filePaths.length) {
    throw new DataError(
      'Expected the lengths of `labels` to match the number of files in the target directory. ' +
        `labels.length is ${labels.length} while we found ${filePaths.length} files in directory ${directory}.`,
      { labels: labels.length, files: filePaths.length, path: directory },
    );
  }
  const classNames = [...new Set(labels)].sort((a, b) => a - b).map(String);
  return { filePaths, labels, classNames };
}

async function indexClassFolders(directory: string, options: IndexOptions): Promise<DirectoryIndex> {
  const folders = visibleFolders(await listFolder(directory));
  const classNames = options.classNames ?? folders;
  if (!classNames.every((name) => folders.includes(name))) {
    throw new DataError(
      'The `classNames` passed did not match the names of the subdirectories of the target directory. ' +
        `Expected: [${folders.join(', ')}] (or a subset of it), but received: classNames=[${classNames.join(', ')}]`,
      { expected: folders, received: classNames },
    );
  }
  const filePaths: string[] = [];
  const labels: number[] = [];
  for (const [label, name] of classNames.entries()) {
    for (const path of await listImages(join(directory, name), options)) {
      filePaths.push(path);
      labels.push(label);
    }
  }
  return { filePaths, labels, classNames };
}
