// Batch normalization of rows of channels. Statistics are made in one reading of x: a tile's rows stay in the cache while
// their mean and then the squares about it are summed; the tiles' moments are merged by a second call (T. Chan, G. Golub,
// R. LeVeque, The American Statistician 37, 1983).
import { normalizeFactor } from './lib/batch-norm';
import { put } from './lib/lanes';
import { multiplyAdd } from './lib/multiply-add';
import { threadScratch } from './lib/thread';
import { eachTile, ownRow } from './lib/tiles';

@unmanaged
class MomentsParams {
  x: usize;
  mean: usize;
  squares: usize;
  rows: u32;
  channels: u32;
  chunk: u32;
  width: u32;
  tiles: u32;
  perTask: u32;
  scale: f32;
}

/** Mean of a chunk's rows, and sum of the squares about it times `scale`, for each channel. */
@unmanaged
class Moments {
  tile(params: MomentsParams, index: u32, row: u32, endRow: u32, from: u32, to: u32): void {
    const count = (to - from) << 2;
    const sums = ownRow(threadScratch, 0);
    const means = ownRow(threadScratch, 1);
    const pitch = params.channels << 2;
    const first = params.x + ((row * params.channels + from) << 2);
    const y = (index * params.channels + from) << 2;
    clear(sums, count);
    let x = first;
    for (let r = row; r < endRow; r++, x += pitch) {
      for (let c: u32 = 0; c < count; c += 16) v128.store(sums + c, f32x4.add(v128.load(sums + c), v128.load(x + c)));
    }
    const rows = f32x4.splat(<f32>(endRow - row));
    for (let c: u32 = 0; c < count; c += 16) {
      const mean = f32x4.div(v128.load(sums + c), rows);
      v128.store(means + c, mean);
      put(params.mean + y + c, mean, (count - c) >> 2);
    }
    clear(sums, count);
    x = first;
    for (let r = row; r < endRow; r++, x += pitch) {
      for (let c: u32 = 0; c < count; c += 16) {
        const d = f32x4.sub(v128.load(x + c), v128.load(means + c));
        v128.store(sums + c, multiplyAdd(d, d, v128.load(sums + c)));
      }
    }
    const scale = f32x4.splat(params.scale);
    for (let c: u32 = 0; c < count; c += 16) {
      put(params.squares + y + c, f32x4.mul(v128.load(sums + c), scale), (count - c) >> 2);
    }
  }
}

@inline
function clear(row: usize, bytes: u32): void {
  for (let c: u32 = 0; c < bytes; c += 16) v128.store(row + c, i32x4.splat(0));
}

export function batchNormMoments(params: MomentsParams, task: u32): void {
  eachTile<Moments, MomentsParams>(params, task);
}

@unmanaged
class MergeParams {
  partMean: usize;
  partSquares: usize;
  mean: usize;
  variance: usize;
  rows: u32;
  chunk: u32;
  channels: u32;
  perTask: u32;
}

/** Mean and variance of all `rows`, from the moments of chunks; a task does `perTask` channels, a multiple of 4. */
export function batchNormMerge(params: MergeParams, task: u32): void {
  const pitch = params.channels << 2;
  const share = f32x4.splat(<f32>1 / <f32>params.rows);
  const end = min((task + 1) * params.perTask, params.channels);
  for (let c = task * params.perTask; c < end; c += 4) {
    const first = v128.load(params.partMean + (c << 2));
    let moved = f32x4.splat(0);
    for (let row: u32 = 0, at = c << 2; row < params.rows; row += params.chunk, at += pitch) {
      const part = f32x4.splat(<f32>min(params.chunk, params.rows - row));
      moved = multiplyAdd(f32x4.sub(v128.load(params.partMean + at), first), part, moved);
    }
    const mean = multiplyAdd(moved, share, first);
    let squares = f32x4.splat(0);
    for (let row: u32 = 0, at = c << 2; row < params.rows; row += params.chunk, at += pitch) {
      const part = f32x4.splat(<f32>min(params.chunk, params.rows - row));
      const d = f32x4.sub(v128.load(params.partMean + at), mean);
      squares = f32x4.add(squares, multiplyAdd(f32x4.mul(d, d), part, v128.load(params.partSquares + at)));
    }
    put(params.mean + (c << 2), mean, end - c);
    put(params.variance + (c << 2), f32x4.mul(squares, share), end - c);
  }
}

@unmanaged
class NormalizeParams {
  x: usize;
  gamma: usize;
  beta: usize;
  mean: usize;
  variance: usize;
  y: usize;
  rows: u32;
  channels: u32;
  chunk: u32;
  width: u32;
  tiles: u32;
  perTask: u32;
  epsilon: f32;
  least: f32;
}

/** y = gamma · (x − mean) / √(variance + epsilon) + beta, but not below `least`. */
@unmanaged
class Normalize {
  tile(params: NormalizeParams, index: u32, row: u32, endRow: u32, from: u32, to: u32): void {
    const count = (to - from) << 2;
    const scales = ownRow(threadScratch, 0);
    const mean = params.mean + (from << 2);
    const beta = params.beta + (from << 2);
    for (let c: u32 = 0; c < count; c += 16) {
      const at = (from << 2) + c;
      const scale = normalizeFactor(v128.load(params.gamma + at), v128.load(params.variance + at), params.epsilon);
      v128.store(scales + c, scale);
    }
    const least = f32x4.splat(params.least);
    for (let r = row; r < endRow; r++) {
      const at = (r * params.channels + from) << 2;
      const x = params.x + at;
      const y = params.y + at;
      for (let c: u32 = 0; c < count; c += 16) {
        const d = f32x4.sub(v128.load(x + c), v128.load(mean + c));
        const value = multiplyAdd(d, v128.load(scales + c), v128.load(beta + c));
        put(y + c, f32x4.pmax(value, least), (count - c) >> 2);
      }
    }
  }
}

export function batchNorm(params: NormalizeParams, task: u32): void {
  eachTile<Normalize, NormalizeParams>(params, task);
}

@unmanaged
class GradSumsParams {
  dy: usize;
  x: usize;
  mean: usize;
  variance: usize;
  dbeta: usize;
  dgamma: usize;
  rows: u32;
  channels: u32;
  chunk: u32;
  width: u32;
  tiles: u32;
  perTask: u32;
  epsilon: f32;
}

/** Sums of a chunk's rows: of dy, and of dy · (x − mean) / √(variance + epsilon). */
@unmanaged
class GradSums {
  tile(params: GradSumsParams, index: u32, row: u32, endRow: u32, from: u32, to: u32): void {
    const count = (to - from) << 2;
    const sums = ownRow(threadScratch, 0);
    const products = ownRow(threadScratch, 1);
    const mean = params.mean + (from << 2);
    clear(sums, count);
    clear(products, count);
    for (let r = row; r < endRow; r++) {
      const at = (r * params.channels + from) << 2;
      const dy = params.dy + at;
      const x = params.x + at;
      for (let c: u32 = 0; c < count; c += 16) {
        const g = v128.load(dy + c);
        const d = f32x4.sub(v128.load(x + c), v128.load(mean + c));
        v128.store(sums + c, f32x4.add(v128.load(sums + c), g));
        v128.store(products + c, multiplyAdd(g, d, v128.load(products + c)));
      }
    }
    const y = (index * params.channels + from) << 2;
    for (let c: u32 = 0; c < count; c += 16) {
      const scale = normalizeFactor(f32x4.splat(1), v128.load(params.variance + (from << 2) + c), params.epsilon);
      put(params.dbeta + y + c, v128.load(sums + c), (count - c) >> 2);
      put(params.dgamma + y + c, f32x4.mul(v128.load(products + c), scale), (count - c) >> 2);
    }
  }
}

export function batchNormGradSums(params: GradSumsParams, task: u32): void {
  eachTile<GradSums, GradSumsParams>(params, task);
}

@unmanaged
class GradXParams {
  dy: usize;
  x: usize;
  gamma: usize;
  mean: usize;
  variance: usize;
  dgamma: usize;
  dbeta: usize;
  dx: usize;
  rows: u32;
  channels: u32;
  chunk: u32;
  width: u32;
  tiles: u32;
  perTask: u32;
  epsilon: f32;
  share: f32;
}

/**
 * dx = gamma / √(variance + epsilon) · (dy − share · (dbeta + n · dgamma)), with n the normalized x; `share` is 1 / rows, or
 * 0 where the statistics are given ones.
 */
@unmanaged
class GradX {
  tile(params: GradXParams, index: u32, row: u32, endRow: u32, from: u32, to: u32): void {
    const count = (to - from) << 2;
    const scales = ownRow(threadScratch, 0);
    const shifts = ownRow(threadScratch, 1);
    const slopes = ownRow(threadScratch, 2);
    const mean = params.mean + (from << 2);
    const share = f32x4.splat(params.share);
    for (let c: u32 = 0; c < count; c += 16) {
      const at = (from << 2) + c;
      const variance = v128.load(params.variance + at);
      const inverse = normalizeFactor(f32x4.splat(1), variance, params.epsilon);
      v128.store(scales + c, f32x4.mul(v128.load(params.gamma + at), inverse));
      v128.store(shifts + c, f32x4.mul(v128.load(params.dbeta + at), share));
      // Negative, so that a multiplication and an addition do.
      const slope = f32x4.mul(f32x4.mul(v128.load(params.dgamma + at), share), inverse);
      v128.store(slopes + c, f32x4.neg(slope));
    }
    for (let r = row; r < endRow; r++) {
      const at = (r * params.channels + from) << 2;
      const dy = params.dy + at;
      const x = params.x + at;
      const dx = params.dx + at;
      for (let c: u32 = 0; c < count; c += 16) {
        const d = f32x4.sub(v128.load(x + c), v128.load(mean + c));
        const g = f32x4.sub(v128.load(dy + c), v128.load(shifts + c));
        const value = f32x4.mul(multiplyAdd(d, v128.load(slopes + c), g), v128.load(scales + c));
        put(dx + c, value, (count - c) >> 2);
      }
    }
  }
}

export function batchNormGradX(params: GradXParams, task: u32): void {
  eachTile<GradX, GradXParams>(params, task);
}
