import type { LabeledImageFile } from '../browser/index.ts';
import type { LabeledImage } from './image-classes.ts';

/** Files by the class that their folder names. */
export interface GroupedFiles {
  readonly classes: ReadonlyMap<string, readonly LabeledImage[]>;
  /** Images that lie in no folder: they belong wherever they were dropped. */
  readonly loose: readonly LabeledImage[];
  /** Paths of test images, which no training may see. */
  readonly ignored: readonly string[];
}

const TRAINING = /^train(ing)?$/i;
const VALIDATION = /^val(id|idation)?$/i;
const TEST = /^test(ing)?$/i;

/**
 * Groups files by class: the folder that all have in common is left off, the next one names the class, and folders
 * within it belong to it. "train" and "validation" (or "val") may stand above the classes; "test" is left out then.
 */
export function groupFiles(files: readonly LabeledImageFile[]): GroupedFiles {
  const images: { folders: string[]; image: LabeledImage }[] = [];
  const ignored: string[] = [];
  for (const { path, file } of files) {
    const steps = path.split('/').filter((step) => step !== '' && step !== '.');
    const name = steps.pop() ?? path;
    images.push({ folders: steps, image: { name, source: file, part: 'training' } });
  }
  const shared = sharedFolders(images.map(({ folders }) => folders));
  const isSplit = images.some(({ folders }) => folders.length > shared + 1 && TRAINING.test(folders[shared] as string));
  const classes = new Map<string, LabeledImage[]>();
  const loose: LabeledImage[] = [];
  for (const { folders, image } of images) {
    const part = isSplit ? (folders[shared] ?? '') : '';
    if (TEST.test(part)) {
      ignored.push([...folders, image.name].join('/'));
      continue;
    }
    const name = folders[isSplit ? shared + 1 : shared];
    const placed: LabeledImage = VALIDATION.test(part) ? { ...image, part: 'validation' } : image;
    if (name === undefined) {
      loose.push(placed);
      continue;
    }
    const own = classes.get(name);
    if (own === undefined) classes.set(name, [placed]);
    else own.push(placed);
  }
  const sorted = new Map([...classes].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { classes: sorted, loose, ignored };
}

/** How many folders from the top are the same for all; one always remains to name the class, where there is one. */
function sharedFolders(paths: readonly (readonly string[])[]): number {
  const [first, ...others] = paths;
  if (first === undefined) return 0;
  let shared = 0;
  while (shared < first.length && others.every((path) => path[shared] === first[shared])) shared++;
  return paths.reduce((most, { length }) => Math.min(most, Math.max(length - 1, 0)), shared);
}
