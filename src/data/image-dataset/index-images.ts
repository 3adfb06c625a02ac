import { DataError } from '../../errors.ts';
import { type ImageFile, type ImageTree, visibleFolders } from './image-tree.ts';

/** Images with their classes, in Keras's order before shuffling. */
export interface ImageIndex<F extends ImageFile> {
  readonly files: readonly F[];
  /** The class of each file, or null without labels. */
  readonly labels: readonly number[] | null;
  /** Name of each class, or null without labels. */
  readonly classNames: readonly string[] | null;
}

/** The options of image data sets that say which file has which label. */
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
export async function indexImages<F extends ImageFile>(
  tree: ImageTree<F>,
  directory: string,
  options: IndexOptions = {},
): Promise<ImageIndex<F>> {
  const { labels = 'inferred' } = options;
  if (labels === 'inferred') return indexClassFolders(tree, directory, options);
  const files = await tree.images(directory, options);
  if (labels === null) return { files, labels, classNames: null };
  if (labels.length !== files.length) {
    throw new DataError(
      'Expected the lengths of `labels` to match the number of files in the target directory. ' +
        `labels.length is ${labels.length} while we found ${files.length} files in directory ${directory}.`,
      { labels: labels.length, files: files.length, path: directory },
    );
  }
  const classNames = [...new Set(labels)].sort((a, b) => a - b).map(String);
  return { files, labels, classNames };
}

async function indexClassFolders<F extends ImageFile>(
  tree: ImageTree<F>,
  directory: string,
  options: IndexOptions,
): Promise<ImageIndex<F>> {
  const folders = visibleFolders(await tree.list(directory));
  const classNames = options.classNames ?? folders;
  if (!classNames.every((name) => folders.includes(name))) {
    throw new DataError(
      'The `classNames` passed did not match the names of the subdirectories of the target directory. ' +
        `Expected: [${folders.join(', ')}] (or a subset of it), but received: classNames=[${classNames.join(', ')}]`,
      { expected: folders, received: classNames },
    );
  }
  const files: F[] = [];
  const labels: number[] = [];
  for (const [label, name] of classNames.entries()) {
    for (const file of await tree.images(tree.within(directory, name), options)) {
      files.push(file);
      labels.push(label);
    }
  }
  return { files, labels, classNames };
}
