import { WriteError } from '../errors.ts';

/** Some browsers begin to read a while after the click. */
const KEPT_MS = 60_000;

/**
 * Has the browser download a file, as if a link was followed; where to is for the browser and its user to say.
 *
 * @throws WriteError outside of pages: workers have no downloads.
 */
export function downloadFile(file: File): void {
  if (typeof document === 'undefined') {
    throw new WriteError(`downloads://${file.name}`, 'workers have no downloads. Save to opfs:// or indexeddb://.');
  }
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEPT_MS);
}
