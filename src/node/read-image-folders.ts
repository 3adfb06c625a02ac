import { join } from 'node:path';
import { type ArrayData, arrayData } from '../data/array-data.ts';
import { Dataset } from '../data/dataset.ts';
import { indexImages } from '../data/image-dataset/index-images.ts';
import { type NamedDataset, namedDataset } from '../data/named-dataset.ts';
import type { ImageSize } from '../data/resize.ts';
import { DataError } from '../errors.ts';
import { decodeImage } from './decode-image.ts';
import { imagesAtOnce } from './images-at-once.ts';
import { directoryTree, listFolder } from './index-directory.ts';

interface ImageFolders {
  readonly classNames: readonly string[];
  readonly imageSize: ImageSize;
}

/**
 * Reads a data set from the folders `train` and `test` in `folder`, each with a folder of color images for each class.
 * Undefined when these folders are not there.
 *
 * @throws DataError, naming the file, when an image cannot be read or has another size.
 */
export async function readImageFolders(
  folder: string,
  name: string,
  { classNames, imageSize }: ImageFolders,
): Promise<NamedDataset | undefined> {
  const folders = [join(folder, 'train'), join(folder, 'test')];
  const contents = await Promise.all(folders.map((path) => listFolder(path).catch(() => undefined)));
  if (!contents.every((content) => classNames.every((className) => content?.folders.includes(className))))
    return undefined;
  const [train, test] = [
    await readPart(folders[0], classNames, imageSize),
    await readPart(folders[1], classNames, imageSize),
  ];
  return namedDataset({ name, train, test, classNames, maxValue: 255 });
}

async function readPart(folder: string, classNames: readonly string[], imageSize: ImageSize): Promise<ArrayData> {
  const { files, labels } = await indexImages(directoryTree, folder, { classNames });
  const [height, width] = imageSize;
  const x = new Uint8Array(files.length * height * width * 3);
  const images = Dataset.from(files).map(({ path }) => pixelsOf(path, imageSize), {
    parallel: imagesAtOnce(),
  });
  let start = 0;
  for await (const pixels of images) {
    x.set(pixels, start);
    start += pixels.length;
  }
  return arrayData(x, [files.length, height, width, 3], Uint32Array.from(labels ?? []));
}

async function pixelsOf(path: string, imageSize: ImageSize): Promise<Uint8Array> {
  const { pixels, height, width } = await decodeImage(path, 'rgb');
  if (height === imageSize[0] && width === imageSize[1]) return pixels;
  throw new DataError(`${path}: has ${height}x${width} pixels; ${imageSize.join('x')} are expected.`, {
    path,
    height,
    width,
  });
}
