// Convolution of each channel with its own filter, and its gradients, for one filter a channel: output pixel (i, j) and
// filter tap (u, v) meet at row = i·strideHeight + u·dilationHeight − padTop, col = j·strideWidth + v·dilationWidth − padLeft.
import { put } from './lib/lanes';
import { multiplyAdd } from './lib/multiply-add';
import { endOfTask } from './lib/pointwise';

@unmanaged
class DepthwiseParams {
  x: usize;
  weights: usize;
  y: usize;
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
  size: u32;
  perTask: u32;
}

/** A task does `perTask` of all `size` rows of y. */
export function depthwiseConv2d(params: DepthwiseParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.size);
  for (let line = task * params.perTask; line < end; line++) {
    const top = <i32>((line % params.outHeight) * params.strideHeight - params.padTop);
    const firstU = firstTap(top, params.dilationHeight);
    const endU = min(params.windowHeight, endTap(top, params.dilationHeight, params.inHeight));
    const rows = (line / params.outHeight) * params.inHeight + top;
    for (let j: u32 = 0; j < params.outWidth; j++) {
      const left = <i32>(j * params.strideWidth - params.padLeft);
      const firstV = firstTap(left, params.dilationWidth);
      const endV = min(params.windowWidth, endTap(left, params.dilationWidth, params.inWidth));
      // The window's first pixel, even where it lies before the image.
      const first = rows * params.inWidth + left;
      const y = params.y + (((line * params.outWidth + j) * params.inChannels) << 2);
      sumOfTaps(params, first, firstU, endU, firstV, endV, y);
    }
  }
}

/** The first tap inside the image of a window that starts at `start`. */
@inline
function firstTap(start: i32, dilation: u32): u32 {
  return start < 0 ? (<u32>-start + dilation - 1) / dilation : 0;
}

/** The first tap after that which is beyond an image of this size. */
@inline
function endTap(start: i32, dilation: u32, size: u32): u32 {
  return start >= <i32>size ? 0 : (size - start + dilation - 1) / dilation;
}

/** One pixel of y: the sum over the window's taps from (firstU, firstV) to before (endU, endV). */
@inline
function sumOfTaps(
  params: DepthwiseParams,
  first: u32,
  firstU: u32,
  endU: u32,
  firstV: u32,
  endV: u32,
  y: usize,
): void {
  const channels = params.inChannels;
  const pitch = channels << 2;
  const nextX = params.dilationWidth * pitch;
  for (let c: u32 = 0; c < channels; c += 4) {
    let sum = f32x4.splat(0);
    for (let u = firstU; u < endU; u++) {
      const pixel = first + u * params.dilationHeight * params.inWidth + firstV * params.dilationWidth;
      let x = params.x + ((pixel * channels + c) << 2);
      let weight = params.weights + (((u * params.windowWidth + firstV) * channels + c) << 2);
      for (let v = firstV; v < endV; v++, x += nextX, weight += pitch) {
        sum = multiplyAdd(v128.load(x), v128.load(weight), sum);
      }
    }
    put(y + (c << 2), sum, channels - c);
  }
}

@unmanaged
class DepthwiseGradInputParams {
  dy: usize;
  weights: usize;
  dx: usize;
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
  size: u32;
  perTask: u32;
}

/** A task does `perTask` of all `size` rows of dx: each pixel sums over the windows that it was seen by. */
export function depthwiseConv2dGradInput(params: DepthwiseGradInputParams, task: u32): void {
  const pitch = params.inChannels << 2;
  const end = endOfTask(task, params.perTask, params.size);
  let dx = params.dx + task * params.perTask * params.inWidth * pitch;
  memory.fill(dx, 0, (end - task * params.perTask) * params.inWidth * pitch);
  for (let line = task * params.perTask; line < end; line++) {
    const image = line / params.inHeight;
    const row = (line % params.inHeight) + params.padTop;
    for (let col: u32 = 0; col < params.inWidth; col++, dx += pitch) {
      for (let u: u32 = 0; u < params.windowHeight; u++) {
        const i = windowAt(row, u * params.dilationHeight, params.strideHeight);
        if (i >= params.outHeight) continue;
        for (let v: u32 = 0; v < params.windowWidth; v++) {
          const j = windowAt(col + params.padLeft, v * params.dilationWidth, params.strideWidth);
          if (j >= params.outWidth) continue;
          const dy = params.dy + ((image * params.outHeight + i) * params.outWidth + j) * pitch;
          const weights = params.weights + (u * params.windowWidth + v) * pitch;
          for (let c: u32 = 0; c < pitch; c += 16) {
            const sum = multiplyAdd(v128.load(dy + c), v128.load(weights + c), v128.load(dx + c));
            put(dx + c, sum, (pitch - c) >> 2);
          }
        }
      }
    }
  }
}

/** The window whose tap at `offset` lies at `at` of the padded image; too large a number where there is none. */
@inline
function windowAt(at: u32, offset: u32, stride: u32): u32 {
  const start = at - offset;
  return at < offset || start % stride != 0 ? u32.MAX_VALUE : start / stride;
}

@unmanaged
class DepthwiseGradFilterParams {
  dy: usize;
  x: usize;
  y: usize;
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
  lines: u32;
  chunkLines: u32;
}

/** A task sums over `chunkLines` of all `lines` rows of dy, to a filter of its own in y. */
export function depthwiseConv2dGradFilter(params: DepthwiseGradFilterParams, task: u32): void {
  const channels = params.inChannels;
  const taps = params.windowHeight * params.windowWidth;
  const first = task * params.chunkLines;
  const end = endOfTask(task, params.chunkLines, params.lines);
  for (let tap: u32 = 0; tap < taps; tap++) {
    const down = (tap / params.windowWidth) * params.dilationHeight - params.padTop;
    const right = (tap % params.windowWidth) * params.dilationWidth - params.padLeft;
    const to = params.y + (((task * taps + tap) * channels) << 2);
    for (let c: u32 = 0; c < channels; c += 4) {
      let sum = f32x4.splat(0);
      for (let line = first; line < end; line++) {
        const row = (line % params.outHeight) * params.strideHeight + down;
        if (row >= params.inHeight) continue;
        const pixels = ((line / params.outHeight) * params.inHeight + row) * params.inWidth;
        for (let j: u32 = 0; j < params.outWidth; j++) {
          const col = j * params.strideWidth + right;
          if (col >= params.inWidth) continue;
          const x = v128.load(params.x + (((pixels + col) * channels + c) << 2));
          const dy = v128.load(params.dy + (((line * params.outWidth + j) * channels + c) << 2));
          sum = multiplyAdd(x, dy, sum);
        }
      }
      put(to + (c << 2), sum, channels - c);
    }
  }
}
