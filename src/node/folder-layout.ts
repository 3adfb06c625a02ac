import { type FolderLayout, folderLayout } from '../data/image-dataset/folder-layout.ts';
import { directoryTree } from './index-directory.ts';

const ADVICE_FOR_FLAT =
  " Where the names of files tell the class, make such folders first: cnn-gpu data split FOLDER NEW --classes 'cats=cat.*' 'dogs=dog.*'";

/**
 * Finds out whether a folder holds class folders, or `train/` with class folders in it and, if there, `validation/` or
 * `val/`, and `test/`.
 *
 * @throws DataError when it cannot be read or holds neither; the message says what was found.
 */
export const findFolderLayout = (directory: string): Promise<FolderLayout> =>
  folderLayout(directoryTree, directory, ADVICE_FOR_FLAT);
