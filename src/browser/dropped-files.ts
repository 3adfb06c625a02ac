import { isArchiveName } from '../data/archive-names.ts';
import { compareCodePoints } from '../data/code-points.ts';
import { isImageName } from '../data/image-names.ts';
import { isVisible, plainPath } from '../data/image-paths.ts';
import { DataError } from '../errors.ts';
import type { ArchiveOptions } from './archive-files.ts';
import type { LabeledImageFile } from './labeled-image-file.ts';
import { reasonOf } from './reason-of.ts';

/** What `filesOfDrop` and {@link filesOfInput} may take, and who hears of what they leave. */
export interface FilesOptions extends ArchiveOptions {
  /** Called with the path of each visible file that is neither an image nor an archive. */
  readonly onOther?: ((path: string) => void) | undefined;
}

/** A file with its path, before it is known what it is. */
interface FoundFile {
  readonly path: string;
  readonly file: File;
}

/** What an item of a drop was, taken before the event's handler returned. */
export interface DroppedItem {
  readonly entry: FileSystemEntry | null;
  readonly file: File | null;
}

/** The images among dropped items, as of `filesOfDrop`. */
export async function filesOfItems(
  items: readonly DroppedItem[],
  options: FilesOptions = {},
): Promise<LabeledImageFile[]> {
  const found = await Promise.all(items.map(({ entry, file }) => filesOfEntry(entry, file)));
  return imagesOf(found.flat(), options);
}

/**
 * The images of an `<input type="file">`: with `webkitdirectory` those of the chosen folder, at any depth, by paths that
 * begin with its name; else image files by their names, and what is in archives. Otherwise as `filesOfDrop`.
 *
 * @throws as `filesOfArchive` does.
 */
export function filesOfInput(files: Iterable<File>, options: FilesOptions = {}): Promise<LabeledImageFile[]> {
  const found = [...files].map((file) => ({ path: plainPath(file.webkitRelativePath || file.name), file }));
  return imagesOf(found, options);
}

async function imagesOf(found: readonly FoundFile[], options: FilesOptions): Promise<LabeledImageFile[]> {
  const images: LabeledImageFile[] = [];
  for (const { path, file } of found) {
    if (!isVisible(path)) continue;
    if (isImageName(path)) images.push({ path, file });
    else if (isArchiveName(path) && !path.includes('/')) {
      // One by one: each is unpacked in memory.
      const { filesOfArchive } = await import('./archive-files.ts');
      for (const image of await filesOfArchive(file, path, options)) images.push(image);
    } else options.onOther?.(path);
  }
  return images.sort((a, b) => compareCodePoints(a.path, b.path));
}

/** `file` is what the item gives beside its entry; for a folder it means nothing. */
async function filesOfEntry(entry: FileSystemEntry | null, file: File | null): Promise<FoundFile[]> {
  // An item without an entry is one that a program added.
  if (file !== null && !entry?.isDirectory) return [{ path: plainPath(file.name), file }];
  if (entry === null) return [];
  const path = plainPath(entry.fullPath);
  if (isFileEntry(entry)) return [{ path, file: await read(path, (done, failed) => entry.file(done, failed)) }];
  if (!isFolderEntry(entry) || !isVisible(path)) return [];
  const found: FoundFile[] = [];
  const reader = entry.createReader();
  for (;;) {
    // Each call gives only some of them: Chromium 100 at a time.
    const entries = await read<FileSystemEntry[]>(path, (done, failed) => reader.readEntries(done, failed));
    if (entries.length === 0) return found;
    const below = await Promise.all(entries.map((inner) => filesOfEntry(inner, null)));
    for (const files of below) found.push(...files);
  }
}

const isFileEntry = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolderEntry = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

function read<T>(path: string, call: (done: (value: T) => void, failed: (error: unknown) => void) => void): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    call(resolve, (cause) => {
      reject(new DataError(`Cannot read ${path}: ${reasonOf(cause)}`, { path }, { cause }));
    });
  });
}
