/** An image file of a data set, wherever it lies. */
export interface ImageFile {
  readonly path: string;
}

/** What lies directly in a folder. */
export interface FolderContent {
  /** Names of folders, in code point order. */
  readonly folders: readonly string[];
  /** Names of everything else, in code point order. */
  readonly files: readonly string[];
}

/** How images are found in one. */
export interface ListImagesOptions {
  /** Whether links to folders are entered; default false. */
  readonly followLinks?: boolean;
}

/** Folders with images in them: of a file system, or of files that were picked in a page. */
export interface ImageTree<F extends ImageFile> {
  /** Lists a folder. Raises `DataError` when it cannot be read. */
  list(folder: string): Promise<FolderContent>;
  /** All images in a folder and below, in Keras's order: folders by path, then files by name, each by code points. */
  images(folder: string, options?: ListImagesOptions): Promise<readonly F[]>;
  /** The path of a folder within another. */
  within(folder: string, name: string): string;
}

/** Names of the folders in which classes may lie: those that do not begin with a dot. */
export const visibleFolders = (content: FolderContent): string[] =>
  content.folders.filter((name) => !name.startsWith('.'));
