import { Dataset } from '../data/dataset.ts';
import { isImageName } from '../data/image-names.ts';
import { plainPath } from '../data/image-paths.ts';
import { DataError } from '../errors.ts';
import { parseBoundedJson } from '../formats/bounded-json.ts';
import { MAX_ARCHIVE_BYTES } from './archive-files.ts';
import type { FetchImagesOptions } from './fetch-archive.ts';
import { addressOf, fetchBytes } from './fetch-bytes.ts';
import { imageFile } from './image-file.ts';
import type { LabeledImageFile } from './labeled-image-file.ts';

/** A browser opens no more connections to one server. */
const AT_A_TIME = 6;
const MAX_INDEX_BYTES = 64 * 2 ** 20;

interface IndexedFile {
  readonly path: string;
  readonly url: string;
  readonly bytes: number;
}

/**
 * Fetches the images that a list in JSON names, in its order: `{ "files": [{ "path": "cats/1.png", "url": "17.png",
 * "bytes": 4711 }] }`, with addresses relative to the list. `cnn-gpu web` serves a folder so.
 *
 * @param options.onProgress is told of all images together.
 * @throws DataError when the list or an image cannot be fetched, the list is none, or the images are too large together.
 * @throws FormatError when the list is no JSON.
 */
export async function fetchImages(
  url: string | URL,
  { maxBytes = MAX_ARCHIVE_BYTES, onProgress, signal }: FetchImagesOptions = {},
): Promise<LabeledImageFile[]> {
  const address = addressOf(url);
  const text = await fetchBytes(address, 'a list of images', { maxBytes: MAX_INDEX_BYTES, signal });
  const files = filesIn(parseBoundedJson(new TextDecoder().decode(text), address), address);
  const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
  if (totalBytes > maxBytes) {
    throw new DataError(`The images of ${address} have ${totalBytes} bytes; at most ${maxBytes} are taken.`, {
      url: address,
      totalBytes,
      maxBytes,
    });
  }
  let receivedBytes = 0;
  const fetchImage = async (file: IndexedFile): Promise<LabeledImageFile> => {
    const bytes = await fetchBytes(addressOf(file.url, address), 'an image', { maxBytes: file.bytes, signal });
    receivedBytes += bytes.length;
    onProgress?.({ url: address, receivedBytes, totalBytes });
    return { path: file.path, file: imageFile(bytes, file.path) };
  };
  const images: LabeledImageFile[] = [];
  for await (const image of Dataset.from(files).map(fetchImage, { parallel: AT_A_TIME })) images.push(image);
  return images;
}

function filesIn(index: unknown, url: string): IndexedFile[] {
  const files = (index as { files?: unknown } | null)?.files;
  if (!Array.isArray(files) || !files.every(isIndexedFile)) {
    throw new DataError(
      `${url} is no list of images: { "files": [{ "path": "class/1.png", "url": "1.png", "bytes": 4711 }] } is expected.`,
      { url },
    );
  }
  return files.map((file) => ({ ...file, path: plainPath(file.path) })).filter(({ path }) => isImageName(path));
}

function isIndexedFile(value: unknown): value is IndexedFile {
  const { path, url, bytes } = (value ?? {}) as Partial<Record<keyof IndexedFile, unknown>>;
  return typeof path === 'string' && typeof url === 'string' && Number.isSafeInteger(bytes) && (bytes as number) >= 0;
}
