import { DataError } from '../../errors.ts';
import { compareCodePoints } from '../code-points.ts';
import { isImageName } from '../image-names.ts';
import type { FolderContent, ImageFile, ImageTree } from './image-tree.ts';

interface Folder<F> {
  readonly folders: Set<string>;
  readonly files: Map<string, F>;
}

/**
 * The folders that the paths of some files name, such as `photos/cats/1.png`, with `/` between names. The folder that
 * holds everything is `''`.
 */
export class PathTree<F extends ImageFile> implements ImageTree<F> {
  readonly #folders = new Map<string, Folder<F>>();

  /** @throws DataError for two files of the same path, as two archives may have. */
  constructor(files: Iterable<F>) {
    this.#folder('');
    for (const file of files) {
      const { path } = file;
      const end = path.lastIndexOf('/');
      const { files: known } = this.#folder(path.slice(0, Math.max(end, 0)));
      const name = path.slice(end + 1);
      if (known.has(name)) {
        throw new DataError(
          `Two files have the path ${path}. Put the name of the folder or archive that each comes from before it.`,
          { path },
        );
      }
      known.set(name, file);
    }
  }

  /** Makes a folder known, and those that it lies in. */
  #folder(path: string): Folder<F> {
    const known = this.#folders.get(path);
    if (known) return known;
    const made: Folder<F> = { folders: new Set(), files: new Map() };
    this.#folders.set(path, made);
    const end = path.lastIndexOf('/');
    if (path !== '') this.#folder(path.slice(0, Math.max(end, 0))).folders.add(path.slice(end + 1));
    return made;
  }

  /**
   * The folder that seems to hold the class folders: the deepest one that all images share, or the one around it where
   * all lie in that directly.
   */
  get directory(): string {
    const folders = [...this.#folders].filter(([, { files }]) => [...files.keys()].some(isImageName));
    const paths = folders.map(([path]) => path.split('/'));
    const [first = []] = paths;
    const differs = first.findIndex((name, i) => paths.some((path) => path[i] !== name));
    const shared = differs === -1 ? first : first.slice(0, differs);
    return (paths.some((path) => path.length > shared.length) ? shared : shared.slice(0, -1)).join('/');
  }

  within(folder: string, name: string): string {
    return folder === '' ? name : `${folder}/${name}`;
  }

  async list(folder: string): Promise<FolderContent> {
    const found = this.#folders.get(folder);
    if (!found) throw new DataError(`No file lies in the folder ${folder}.`, { path: folder });
    return {
      folders: [...found.folders].sort(compareCodePoints),
      files: [...found.files.keys()].sort(compareCodePoints),
    };
  }

  async images(folder: string): Promise<readonly F[]> {
    return this.#imagesOf(folder);
  }

  #imagesOf(folder: string): F[] {
    const below = [...this.#folders.keys()].filter(
      (path) => folder === '' || path === folder || path.startsWith(`${folder}/`),
    );
    return below.sort(compareCodePoints).flatMap((path) => {
      const { files } = this.#folders.get(path) as Folder<F>;
      const names = [...files.keys()].filter(isImageName).sort(compareCodePoints);
      return names.map((name) => files.get(name) as F);
    });
  }
}
