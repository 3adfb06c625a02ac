import { filesOfArchive, MAX_ARCHIVE_BYTES } from './archive-files.ts';
import { addressOf, type FetchOptions, fetchBytes } from './fetch-bytes.ts';
import type { LabeledImageFile } from './labeled-image-file.ts';

/** How {@link fetchArchive} and {@link fetchImages} fetch. */
export interface FetchImagesOptions extends Omit<FetchOptions, 'maxBytes'> {
  /** What may be fetched, and what an archive may unpack to, in bytes. Default 1 GiB. */
  readonly maxBytes?: number;
}

/**
 * Fetches an archive and unpacks its images: {@link filesOfArchive} of what lies at `url`, which may be relative to the
 * page.
 *
 * @throws DataError when it cannot be fetched, is no archive, is too large or holds no images.
 * @throws FormatError when it is damaged or has paths that lead out of its folder.
 */
export async function fetchArchive(
  url: string | URL,
  { maxBytes = MAX_ARCHIVE_BYTES, onProgress, signal }: FetchImagesOptions = {},
): Promise<LabeledImageFile[]> {
  const address = addressOf(url);
  const bytes = await fetchBytes(address, 'an archive', { maxBytes, onProgress, signal });
  return filesOfArchive(bytes, address, { maxBytes });
}
