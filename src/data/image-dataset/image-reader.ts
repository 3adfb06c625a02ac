import type { MixRows } from '../bilinear.ts';
import type { ExifMode } from '../image-decoding.ts';
import type { ColorMode, RawImage } from '../raw-image.ts';
import type { ImageFile } from './image-tree.ts';

/** How images become pixels: what Node and browsers do in their own ways. */
export interface ImageReader<F extends ImageFile> {
  /** Decodes an image. Raises `DataError` with `path` and `reason` when it cannot be read. */
  decode(file: F, colorMode: ColorMode, options: { readonly exif: ExifMode }): Promise<RawImage>;
  /** The fastest way to mix rows there. */
  mixRows(): MixRows | Promise<MixRows>;
  /** An array of any values, every one of which will be written. */
  newFloats(length: number): Float32Array;
}
