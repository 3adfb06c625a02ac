// Patches of images: what the filter sees from an output pixel, as a row of numbers in the filter's order.
import { clearRun, copyRun } from './pack';
import { PITCH } from './product';

/** The geometry of a convolution, as in `src/ops/conv-params.ts`; part of the params of all its kernels. */
@unmanaged
export class ConvWindow {
  inHeight: u32;
  inWidth: u32;
  inChannels: u32;
  outHeight: u32;
  outWidth: u32;
  outChannels: u32;
  windowHeight: u32;
  windowWidth: u32;
  strideHeight: u32;
  strideWidth: u32;
  dilationHeight: u32;
  dilationWidth: u32;
  padTop: u32;
  padLeft: u32;
}

/**
 * Writes numbers `from` … `from + depth` of the patches of `rows` output pixels, counted over all images, as rows of
 * PITCH bytes. Pixels beside the image give zeros. Up to three more numbers are written to each row.
 */
export function packPatches(
  window: ConvWindow,
  x: usize,
  pixel: u32,
  rows: u32,
  from: u32,
  depth: u32,
  to: usize,
): void {
  const height = window.inHeight;
  const width = window.inWidth;
  const channels = window.inChannels;
  const outWidth = window.outWidth;
  const outHeight = window.outHeight;
  const taps = window.windowWidth;
  const dilationWidth = window.dilationWidth;
  const imageBytes = (height * width * channels) << 2;

  const firstChannel = from % channels;
  const firstTap = (from / channels) % taps;
  const firstLine = from / channels / taps;
  let column = pixel % outWidth;
  let line = (pixel / outWidth) % outHeight;
  let image = x + (pixel / outWidth / outHeight) * imageBytes;

  for (let row: u32 = 0; row < rows; row++, to += PITCH) {
    const top: i32 = line * window.strideHeight - window.padTop;
    const left: i32 = column * window.strideWidth - window.padLeft;
    // A line of the window lies in memory as one run where its taps are neighbors and all inside.
    const isWhole = dilationWidth == 1 && left >= 0 && <u32>left + taps <= width;
    let u = firstLine;
    let v = firstTap;
    let c = firstChannel;
    let rest = depth;
    let at = to;
    while (rest > 0) {
      const run = min((isWhole ? (taps - v) * channels : channels) - c, rest);
      // Negative numbers are large ones without sign.
      const y: u32 = top + u * window.dilationHeight;
      const z: u32 = left + v * dilationWidth;
      if (y < height && z < width) copyRun(image + (((y * width + z) * channels + c) << 2), at, run);
      else clearRun(at, run);
      at += run << 2;
      rest -= run;
      c = 0;
      v++;
      if (isWhole || v == taps) {
        v = 0;
        u++;
      }
    }
    if (++column == outWidth) {
      column = 0;
      if (++line == outHeight) {
        line = 0;
        image += imageBytes;
      }
    }
  }
}
