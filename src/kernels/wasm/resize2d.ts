// Images at another size, and the gradient of that. An output position of an axis reads two input positions; centers of
// pixels are at 1/2, and all is exact in integers of 1/(2 · outSize).
import { put } from './lib/lanes';
import { endOfTask } from './lib/pointwise';

@unmanaged
class ResizeParams {
  x: usize;
  y: usize;
  inHeight: u32;
  inWidth: u32;
  outHeight: u32;
  outWidth: u32;
  channels: u32;
  isBilinear: u32;
  size: u32;
  perTask: u32;
}

@unmanaged
class ResizeGradParams {
  dy: usize;
  dx: usize;
  inHeight: u32;
  inWidth: u32;
  outHeight: u32;
  outWidth: u32;
  channels: u32;
  isBilinear: u32;
  size: u32;
  perTask: u32;
}

/** The place of output position o in the input, in parts of 2 · outSize, from which it reads on. */
@inline
function placeOf(o: u32, inSize: u32, outSize: u32, isBilinear: u32): u32 {
  const center = (2 * o + 1) * inSize;
  return isBilinear ? max(center, outSize) - outSize : center;
}

@inline
function lowerOf(place: u32, inSize: u32, outSize: u32): u32 {
  return min(place / (2 * outSize), inSize - 1);
}

/** How far towards the next position. */
@inline
function fractionOf(place: u32, inSize: u32, outSize: u32, isBilinear: u32): f32 {
  if (!isBilinear || place / (2 * outSize) + 1 >= inSize) return 0;
  return <f32>(place % (outSize << 1)) / <f32>(outSize << 1);
}

@inline
function mix(from: v128, to: v128, fraction: v128): v128 {
  return f32x4.add(from, f32x4.mul(f32x4.sub(to, from), fraction));
}

/** A task does `perTask` of all `size` rows of y. */
export function resize2d(params: ResizeParams, task: u32): void {
  const inHeight = params.inHeight;
  const inWidth = params.inWidth;
  const outHeight = params.outHeight;
  const outWidth = params.outWidth;
  const isBilinear = params.isBilinear;
  const pitch = params.channels << 2;
  const end = endOfTask(task, params.perTask, params.size);
  for (let line = task * params.perTask; line < end; line++) {
    const place = placeOf(line % outHeight, inHeight, outHeight, isBilinear);
    const row = lowerOf(place, inHeight, outHeight);
    const down = fractionOf(place, inHeight, outHeight, isBilinear);
    const top = params.x + ((line / outHeight) * inHeight + row) * inWidth * pitch;
    const bottom = down == 0 ? top : top + inWidth * pitch;
    let y = params.y + line * outWidth * pitch;
    for (let j: u32 = 0; j < outWidth; j++, y += pitch) {
      const at = placeOf(j, inWidth, outWidth, isBilinear);
      const left = lowerOf(at, inWidth, outWidth) * pitch;
      const along = fractionOf(at, inWidth, outWidth, isBilinear);
      if (!isBilinear) {
        memory.copy(y, top + left, pitch);
        continue;
      }
      const right = along == 0 ? left : left + pitch;
      for (let c: u32 = 0; c < pitch; c += 16) {
        const upper = mix(v128.load(top + left + c), v128.load(top + right + c), f32x4.splat(along));
        const lower = mix(v128.load(bottom + left + c), v128.load(bottom + right + c), f32x4.splat(along));
        put(y + c, mix(upper, lower, f32x4.splat(down)), (pitch - c) >> 2);
      }
    }
  }
}

/** How much of input position `at` the output position takes whose place this is. */
@inline
function weightOf(place: u32, at: u32, inSize: u32, outSize: u32, isBilinear: u32): f32 {
  const lower = lowerOf(place, inSize, outSize);
  const fraction = fractionOf(place, inSize, outSize, isBilinear);
  return lower == at ? 1 - fraction : lower + 1 == at ? fraction : 0;
}

/** The first output position that may read input position `at`; few before the first that does. */
@inline
function firstReader(at: u32, inSize: u32, outSize: u32): u32 {
  return at == 0 ? 0 : ((2 * at - 1) * outSize) / (2 * inSize);
}

/** The end of those that may. */
@inline
function endOfReaders(at: u32, inSize: u32, outSize: u32): u32 {
  return at + 1 == inSize ? outSize : min(((2 * at + 3) * outSize) / (2 * inSize) + 1, outSize);
}

/** A task does `perTask` of all `size` rows of dx: each pixel sums over those that took a part of it. */
export function resize2dGrad(params: ResizeGradParams, task: u32): void {
  const inHeight = params.inHeight;
  const inWidth = params.inWidth;
  const outHeight = params.outHeight;
  const outWidth = params.outWidth;
  const isBilinear = params.isBilinear;
  const pitch = params.channels << 2;
  const end = endOfTask(task, params.perTask, params.size);
  let dx = params.dx + task * params.perTask * inWidth * pitch;
  memory.fill(dx, 0, (end - task * params.perTask) * inWidth * pitch);
  for (let line = task * params.perTask; line < end; line++) {
    const row = line % inHeight;
    const endRow = endOfReaders(row, inHeight, outHeight);
    for (let col: u32 = 0; col < inWidth; col++, dx += pitch) {
      const endCol = endOfReaders(col, inWidth, outWidth);
      for (let i = firstReader(row, inHeight, outHeight); i < endRow; i++) {
        const down = weightOf(placeOf(i, inHeight, outHeight, isBilinear), row, inHeight, outHeight, isBilinear);
        if (down == 0) continue;
        const from = params.dy + ((line / inHeight) * outHeight + i) * outWidth * pitch;
        for (let j = firstReader(col, inWidth, outWidth); j < endCol; j++) {
          const along = weightOf(placeOf(j, inWidth, outWidth, isBilinear), col, inWidth, outWidth, isBilinear);
          if (along == 0) continue;
          const weight = f32x4.splat(down * along);
          for (let c: u32 = 0; c < pitch; c += 16) {
            const sum = f32x4.add(v128.load(dx + c), f32x4.mul(v128.load(from + j * pitch + c), weight));
            put(dx + c, sum, (pitch - c) >> 2);
          }
        }
      }
    }
  }
}
