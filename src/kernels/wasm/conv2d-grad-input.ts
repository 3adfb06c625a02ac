// The gradient of a convolution's images: dy (pixels × O) times the filter, transposed (O × U·V·C), gives what each
// output pixel sends to the pixels of its patch, where it is added. Any strides and dilations are the same to it.
import { packRows } from './lib/pack';
import {
  BLOCK_ROWS,
  COLUMNS,
  DEPTH,
  multiplyTile,
  ownBlock,
  ownRest,
  ownTile,
  PANEL_PITCH,
  panelBytes,
  PITCH,
  ROWS,
  zeros,
} from './lib/product';

@unmanaged
class Conv2dGradInputParams {
  dy: usize;
  /** The filter transposed, a group of panels for each tap. */
  panels: usize;
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
  batch: u32;
  imagesPerTask: u32;
  /** A multiple of a panel's width. */
  channelsPerTask: u32;
}

/** Where an output pixel's window begins. */
@unmanaged
class Origin {
  image: usize;
  top: i32;
  left: i32;
}

/** A task computes some of the channels of some whole images, so nobody else adds to them. */
export function conv2dGradInput(params: Conv2dGradInputParams, task: u32): void {
  const channels = params.inChannels;
  const channelTasks = (channels + params.channelsPerTask - 1) / params.channelsPerTask;
  const image = (task / channelTasks) * params.imagesPerTask;
  const images = min(params.imagesPerTask, params.batch - image);
  const channel = (task % channelTasks) * params.channelsPerTask;
  const width = min(params.channelsPerTask, channels - channel);
  const imagePixels = params.inHeight * params.inWidth;
  const dx = params.dx + (((image * imagePixels) * channels + channel) << 2);
  clear(dx, images * imagePixels, width, channels);

  const outPixels = params.outHeight * params.outWidth;
  const dyPitch = params.outChannels << 2;
  const dy = params.dy + image * outPixels * dyPitch;
  const taps = params.windowHeight * params.windowWidth;
  const rowBytes = panelBytes(1, channels);
  const origins = ownRest();
  const targets = origins + BLOCK_ROWS * offsetof<Origin>();
  for (let pixel: u32 = 0; pixel < images * outPixels; pixel += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, images * outPixels - pixel);
    findOrigins(params, dx, pixel, rows, origins);
    for (let k: u32 = 0; k < params.outChannels; k += DEPTH) {
      const depth = min(DEPTH, params.outChannels - k);
      packRows(dy + pixel * dyPitch + (k << 2), dyPitch, rows, depth);
      const panels = params.panels + k * rowBytes * taps + panelBytes(depth, channel);
      for (let tap: u32 = 0; tap < taps; tap++) {
        findTargets(params, tap, rows, origins, targets);
        spread(rows, depth, panels + tap * depth * rowBytes, width, targets);
      }
    }
  }
}

function clear(dx: usize, pixels: u32, width: u32, channels: u32): void {
  if (width == channels) {
    memory.fill(dx, 0, (pixels * channels) << 2);
    return;
  }
  for (let i: u32 = 0; i < pixels; i++) memory.fill(dx + ((i * channels) << 2), 0, width << 2);
}

function findOrigins(params: Conv2dGradInputParams, dx: usize, pixel: u32, rows: u32, origins: usize): void {
  const imageBytes = (params.inHeight * params.inWidth * params.inChannels) << 2;
  for (let row: u32 = 0; row < rows; row++) {
    const at = pixel + row;
    const origin = changetype<Origin>(origins + row * offsetof<Origin>());
    origin.image = dx + (at / params.outWidth / params.outHeight) * imageBytes;
    origin.top = ((at / params.outWidth) % params.outHeight) * params.strideHeight - params.padTop;
    origin.left = (at % params.outWidth) * params.strideWidth - params.padLeft;
  }
}

/** Addresses of the pixels that output pixels meet with a tap; 0 beside the image, and after the last row. */
function findTargets(params: Conv2dGradInputParams, tap: u32, rows: u32, origins: usize, targets: usize): void {
  const down = (tap / params.windowWidth) * params.dilationHeight;
  const right = (tap % params.windowWidth) * params.dilationWidth;
  for (let row: u32 = 0; row < rows; row++) {
    const origin = changetype<Origin>(origins + row * offsetof<Origin>());
    // Negative numbers are large ones without sign.
    const y: u32 = origin.top + down;
    const x: u32 = origin.left + right;
    const isInside = y < params.inHeight && x < params.inWidth;
    const target = isInside ? origin.image + (((y * params.inWidth + x) * params.inChannels) << 2) : 0;
    store<usize>(targets + row * sizeof<usize>(), target);
  }
  for (let row = rows; row % ROWS != 0; row++) store<usize>(targets + row * sizeof<usize>(), 0);
}

/** Multiplies this thread's block of A with panels and adds each row of the product to its target. */
function spread(rows: u32, depth: u32, b: usize, width: u32, targets: usize): void {
  const tile = ownTile();
  for (let column: u32 = 0; column < width; column += COLUMNS, b += depth * PANEL_PITCH) {
    const count = min(COLUMNS, width - column);
    for (let row: u32 = 0; row < rows; row += ROWS) {
      const first = targets + row * sizeof<usize>();
      if (!isAny(first)) continue;
      multiplyTile(ownBlock() + row * PITCH, b, depth, zeros(), 0, tile, PANEL_PITCH, -Infinity);
      for (let i: u32 = 0; i < ROWS; i++) {
        const target = load<usize>(first + i * sizeof<usize>());
        if (target != 0) addRow(tile + i * PANEL_PITCH, target + (column << 2), count);
      }
    }
  }
}

@inline
function isAny(targets: usize): bool {
  let any: usize = 0;
  for (let i: u32 = 0; i < ROWS; i++) any |= load<usize>(targets + i * sizeof<usize>());
  return any != 0;
}

@inline
function addRow(from: usize, to: usize, count: u32): void {
  if (count == COLUMNS) {
    v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    v128.store(to, f32x4.add(v128.load(to, 16), v128.load(from, 16)), 16);
    return;
  }
  for (let i: u32 = 0; i < count; i++) {
    store<f32>(to + (i << 2), load<f32>(to + (i << 2)) + load<f32>(from + (i << 2)));
  }
}
