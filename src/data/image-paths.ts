import { isImageName } from './image-names.ts';

/** A path with `/` between its folders, without `.` and empty ones: `.\photos\1.png` is `photos/1.png`. */
export const plainPath = (path: string): string =>
  path
    .split(/[/\\]/)
    .filter((part) => part !== '' && part !== '.')
    .join('/');

/** Whether neither a file nor a folder of a plain path is hidden: begins with a dot, or is what macOS puts into archives. */
export const isVisible = (path: string): boolean =>
  path.split('/').every((part) => !part.startsWith('.') && part !== '__MACOSX');

/** Whether a plain path is that of a visible image. */
export const isVisibleImage = (path: string): boolean => isImageName(path) && isVisible(path);

/**
 * Plain paths without the folders that all of them have in common, except the last one before a file, which may be a
 * class: `set/cats/1.png` and `set/dogs/1.png` become `cats/1.png` and `dogs/1.png`, and `cats/1.png` alone stays.
 */
export function withoutCommonFolders(paths: readonly string[]): string[] {
  const folders = paths.map((path) => path.split('/').slice(0, -1));
  const [first = []] = folders;
  const differs = first.findIndex((part, i) => folders.some((parts) => parts.length <= i + 1 || parts[i] !== part));
  const common = Math.max(differs, 0);
  return paths.map((path) => path.split('/').slice(common).join('/'));
}
