// Moves the pixels of images: y[b,i,j,c] = x of image b at column t0·j + t1·i + t2 and row t3·j + t4·i + t5. The four pixels
// around are mixed by nearness, four channels at a time, or the nearest is taken.
import { put } from './lib/lanes';
import { endOfTask } from './lib/pointwise';

@unmanaged
class AffineTransformParams {
  x: usize;
  transforms: usize;
  y: usize;
  height: u32;
  width: u32;
  channels: u32;
  fillMode: u32;
  fillValue: f32;
  isNearest: u32;
  size: u32;
  perTask: u32;
}

// Values of fillMode, in the order of ops/affine-transform.ts.
const REFLECT: u32 = 0;
const WRAP: u32 = 1;
const CONSTANT: u32 = 2;

/** A task does `perTask` of all `size` rows of images. */
export function affineTransform(params: AffineTransformParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.size);
  for (let line = task * params.perTask; line < end; line++) {
    const image = line / params.height;
    const i = <f32>(line % params.height);
    const t = params.transforms + image * 24;
    const left = load<f32>(t, 4) * i + load<f32>(t, 8);
    const top = load<f32>(t, 16) * i + load<f32>(t, 20);
    const right = load<f32>(t);
    const down = load<f32>(t, 12);
    let to = params.y + ((line * params.width * params.channels) << 2);
    for (let j: u32 = 0; j < params.width; j++, to += params.channels << 2) {
      const s = right * <f32>j + left;
      const r = down * <f32>j + top;
      if (params.isNearest) nearest(params, image, r, s, to);
      else bilinear(params, image, r, s, to);
    }
  }
}

@inline
function nearest(params: AffineTransformParams, image: u32, r: f32, s: f32, to: usize): void {
  const from = sourceAt(params, image, whole(floor(r + 0.5)), whole(floor(s + 0.5)));
  for (let c: u32 = 0; c < params.channels; c += 4) put(to + (c << 2), valuesOf(params, from, c), params.channels - c);
}

@inline
function bilinear(params: AffineTransformParams, image: u32, r: f32, s: f32, to: usize): void {
  const i = whole(floor(r));
  const j = whole(floor(s));
  const rho = f32x4.splat(r - floor(r));
  const sigma = f32x4.splat(s - floor(s));
  const topLeft = sourceAt(params, image, i, j);
  const topRight = sourceAt(params, image, i, j + 1);
  const bottomLeft = sourceAt(params, image, i + 1, j);
  const bottomRight = sourceAt(params, image, i + 1, j + 1);
  for (let c: u32 = 0; c < params.channels; c += 4) {
    const upper = mixed(valuesOf(params, topLeft, c), valuesOf(params, topRight, c), sigma);
    const lower = mixed(valuesOf(params, bottomLeft, c), valuesOf(params, bottomRight, c), sigma);
    put(to + (c << 2), mixed(upper, lower, rho), params.channels - c);
  }
}

/** (1 − share) · a + share · b: exactly a where the share is 0. */
@inline
function mixed(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(f32x4.mul(f32x4.sub(f32x4.splat(1), share), a), f32x4.mul(share, b));
}

/** A number without a fraction as an integer, without a trap where it is too large. */
@inline
function whole(value: f32): i32 {
  return i32x4.extract_lane(i32x4.trunc_sat_f32x4_s(f32x4.splat(value)), 0);
}

/** Address of a pixel of x, 0 beyond the image. */
@inline
function sourceAt(params: AffineTransformParams, image: u32, row: i32, column: i32): usize {
  const i = inside(row, params.height, params.fillMode);
  const j = inside(column, params.width, params.fillMode);
  if (<u32>i >= params.height || <u32>j >= params.width) return 0;
  return params.x + ((((image * params.height + i) * params.width + j) * params.channels) << 2);
}

/** The row or column, of `size`, that stands for row or column `at`; `at` itself for CONSTANT. */
@inline
function inside(at: i32, size: i32, fillMode: u32): i32 {
  if (<u32>at < <u32>size || fillMode == CONSTANT) return at;
  return folded(at, size, fillMode);
}

function folded(at: i32, size: i32, fillMode: u32): i32 {
  if (fillMode == REFLECT) {
    const place = modulo(at, 2 * size);
    return min(place, 2 * size - 1 - place);
  }
  if (fillMode == WRAP) return modulo(at, size);
  return max(min(at, size - 1), 0);
}

/** The remainder that is never negative. */
@inline
function modulo(a: i32, n: i32): i32 {
  return ((a % n) + n) % n;
}

@inline
function valuesOf(params: AffineTransformParams, from: usize, channel: u32): v128 {
  return from == 0 ? f32x4.splat(params.fillValue) : v128.load(from + (channel << 2));
}
