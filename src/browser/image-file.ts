import { imageFormatOf } from '../data/image-format.ts';

/** A file of these bytes, with the media type of its image format, so that `<img>` shows it. */
export function imageFile(bytes: Uint8Array, path: string): File {
  const format = imageFormatOf(bytes);
  const name = path.slice(path.lastIndexOf('/') + 1);
  return new File([bytes as Uint8Array<ArrayBuffer>], name, format === undefined ? {} : { type: `image/${format}` });
}
