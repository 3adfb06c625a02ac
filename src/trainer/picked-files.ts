import type { FilesOptions, LabeledImageFile } from '../browser/index.ts';

/** What a person dropped or chose. */
export interface PickedFiles {
  readonly images: readonly LabeledImageFile[];
  /** Paths of files that are no images, which are left out. */
  readonly others: readonly string[];
}

/** Reads what was picked, by `filesOfInput` or `filesOfDrop`. */
export async function pickedFiles(
  read: (options: FilesOptions) => Promise<readonly LabeledImageFile[]>,
): Promise<PickedFiles> {
  const others: string[] = [];
  const images = await read({ onOther: (path) => others.push(path) });
  return { images, others };
}
