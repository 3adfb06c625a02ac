import { DataError } from '../../errors.ts';
import { isImageName } from '../image-names.ts';
import { type FolderContent, type ImageFile, type ImageTree, visibleFolders } from './image-tree.ts';

/** How the images for training lie in a folder. */
export type FolderLayout =
  | {
      /** The folder holds one folder of images for each class. */
      readonly kind: 'classes';
      readonly directory: string;
      /** Names of the folders that hold images, sorted. */
      readonly classNames: readonly string[];
    }
  | {
      /** The folder holds class folders apart for training, validation and testing; these are their paths. */
      readonly kind: 'split';
      readonly train: string;
      readonly validation?: string;
      readonly test?: string;
    };

const VALIDATION_NAMES = ['validation', 'val'];

/**
 * Finds out whether a folder holds class folders, or `train/` with class folders in it and, if there, `validation/` or
 * `val/`, and `test/`.
 *
 * @param adviceForFlat what to do where images lie side by side; default nothing is said.
 * @throws DataError when it cannot be read or holds neither; the message says what was found.
 */
export async function folderLayout(
  tree: ImageTree<ImageFile>,
  directory: string,
  adviceForFlat = '',
): Promise<FolderLayout> {
  const content = await tree.list(directory);
  const folders = visibleFolders(content);
  const train = tree.within(directory, 'train');
  // A class may be called "train" too: its folder holds images, not folders of images.
  if (folders.includes('train') && (await classFolders(tree, train)).length > 0) {
    const validation = VALIDATION_NAMES.find((name) => folders.includes(name));
    return {
      kind: 'split',
      train,
      ...(validation && { validation: tree.within(directory, validation) }),
      ...(folders.includes('test') && { test: tree.within(directory, 'test') }),
    };
  }
  const isUnsorted = folders.includes('train') && [...VALIDATION_NAMES, 'test'].some((name) => folders.includes(name));
  const classNames = isUnsorted ? [] : await classFolders(tree, directory);
  if (classNames.length > 0) return { kind: 'classes', directory, classNames };
  throw new DataError(
    `The folder ${directory} holds ${describeContent(content)}. No class folders were found ` +
      `${isUnsorted ? 'in "train"' : 'in it'}. Expected: one folder of images for each class, or a folder "train" (and ` +
      `"validation" or "val", and "test") of such folders.${isFlat(content) ? adviceForFlat : ''}`,
    { path: directory, folders, files: content.files.length },
  );
}

const isFlat = (content: FolderContent): boolean =>
  content.files.some(isImageName) && visibleFolders(content).length === 0;

async function classFolders(tree: ImageTree<ImageFile>, directory: string): Promise<string[]> {
  const folders = visibleFolders(await tree.list(directory));
  const images = await Promise.all(folders.map((name) => tree.images(tree.within(directory, name))));
  return folders.filter((_, i) => images[i].length > 0);
}

function describeContent(content: FolderContent): string {
  const folders = visibleFolders(content);
  const images = content.files.filter(isImageName).length;
  const named = folders.slice(0, 5).map((name) => `"${name}"`);
  const more = folders.length > 5 ? ` and ${folders.length - 5} more` : '';
  const inFolders = folders.length === 0 ? 'no folders' : `the folders ${named.join(', ')}${more}`;
  return `${images} images, ${content.files.length - images} other files and ${inFolders}`;
}
