import mixRgbRows from '../../wasm/mix-rgb-rows.wasm?base64';
import { type MixRows, mixRows } from '../data/bilinear.ts';
import type { ImageReader } from '../data/image-dataset/image-reader.ts';
import { mixRowsWith } from '../data/mix-rgb-rows.ts';
import { base64Bytes } from './base64-bytes.ts';
import { decodeImage } from './decode-image.ts';
import type { LabeledImageFile } from './labeled-image-file.ts';

let fastest: MixRows | undefined;

/** Reads image files in a page or a worker. */
export const imageReader: ImageReader<LabeledImageFile> = {
  decode: ({ path, file }, colorMode, { exif }) => decodeImage(file, colorMode, { exif, path }),
  mixRows() {
    fastest ??= compiledMixRows();
    return fastest;
  },
  newFloats: (length) => new Float32Array(length),
};

/** The rules of a page may forbid WebAssembly. */
function compiledMixRows(): MixRows {
  try {
    return mixRowsWith(base64Bytes(mixRgbRows));
  } catch {
    return mixRows;
  }
}
