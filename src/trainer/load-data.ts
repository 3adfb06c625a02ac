import { digits, type FetchProgress, fetchArchive, fetchImages } from '../browser/index.ts';
import { DataError } from '../errors.ts';
import { pickImages } from '../index.ts';
import { type GroupedFiles, groupFiles } from './group-files.ts';
import type { LabeledImage } from './image-classes.ts';

/** How far loading is, in a text for people. */
export type OnProgress = (text: string) => void;

/**
 * Loads the data that `data-src` names: `digits` for the bundled handwritten digits, the URL of an archive (zip, tar,
 * tar.gz) of class folders, or of a list of images in JSON.
 *
 * @throws DataError, FormatError when it cannot be fetched or read, or holds no folders of images.
 */
export async function loadData(source: string, onProgress: OnProgress): Promise<GroupedFiles> {
  if (source === 'digits') return bundledDigits();
  const isList = /\.json$/i.test(new URL(source, document.baseURI).pathname);
  const files = await (isList ? fetchImages : fetchArchive)(source, {
    onProgress: (progress) => onProgress(progressText(progress)),
  });
  const grouped = groupFiles(files);
  if (grouped.classes.size === 0) {
    throw new DataError(`${source} has no folders of images. Put the images of each class into a folder of its own.`, {
      source,
    });
  }
  return grouped;
}

function progressText({ receivedBytes, totalBytes }: FetchProgress): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  const total = totalBytes === undefined ? '' : ` of ${megabytes(totalBytes)}`;
  return `${megabytes(receivedBytes)}${total} MB of images loaded`;
}

/** The training images of the bundled set; its test images remain for a test. */
async function bundledDigits(): Promise<GroupedFiles> {
  const { train, classNames, imageShape, maxValue } = await digits();
  const [height, width] = imageShape;
  const classes = new Map<string, LabeledImage[]>();
  classNames.forEach((className, label) => {
    const indices = [...train.y.keys()].filter((i) => train.y[i] === label);
    const { x } = pickImages(train, indices);
    const size = height * width;
    const images = indices.map((index, i): LabeledImage => {
      const pixels = x.slice(i * size, (i + 1) * size).map((value) => Math.round((value * 255) / maxValue));
      return { name: `digit ${index}`, source: { pixels, height, width, channels: 1 }, part: 'training' };
    });
    classes.set(className, images);
  });
  return { classes, loose: [], ignored: [] };
}
