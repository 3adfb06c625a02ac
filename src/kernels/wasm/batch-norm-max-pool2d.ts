// Batch normalization and max pooling at once: the largest normalized pixel of each window, and where it lies.
import { normalizeFactor } from './lib/batch-norm';
import { put } from './lib/lanes';
import { multiplyAdd } from './lib/multiply-add';
import { endOfTask } from './lib/pointwise';
import { threadScratch } from './lib/thread';
import { eachWindow } from './lib/windows';

@unmanaged
class BatchNormMaxPoolParams {
  x: usize;
  gamma: usize;
  beta: usize;
  mean: usize;
  variance: usize;
  y: usize;
  argmax: usize;
  inHeight: u32;
  inWidth: u32;
  outHeight: u32;
  outWidth: u32;
  channels: u32;
  windowHeight: u32;
  windowWidth: u32;
  strideHeight: u32;
  strideWidth: u32;
  padTop: u32;
  padLeft: u32;
  size: u32;
  perTask: u32;
  epsilon: f32;
  least: f32;
}

@inline
function normalized(x: usize, mean: v128, scale: v128, beta: v128, least: v128): v128 {
  return f32x4.pmax(multiplyAdd(f32x4.sub(v128.load(x), mean), scale, beta), least);
}

@unmanaged
class Maximum {
  /** The window of `height` × `width` pixels whose first is pixel `first` of x. The first of equals wins. */
  @inline window(params: BatchNormMaxPoolParams, first: u32, height: u32, width: u32, out: u32): void {
    const channels = params.channels;
    const nextRow = (params.inWidth - width) * channels;
    const least = f32x4.splat(params.least);
    for (let c: u32 = 0; c < channels; c += 4) {
      const mean = v128.load(params.mean + (c << 2));
      const scale = v128.load(threadScratch + (c << 2));
      const beta = v128.load(params.beta + (c << 2));
      let at = first * channels + c;
      let best = normalized(params.x + (at << 2), mean, scale, beta, least);
      let winner = i32x4.splat(at);
      for (let row: u32 = 0; row < height; row++, at += nextRow) {
        for (let col: u32 = 0; col < width; col++, at += channels) {
          const value = normalized(params.x + (at << 2), mean, scale, beta, least);
          const isGreater = f32x4.gt(value, best);
          best = v128.bitselect(value, best, isGreater);
          winner = v128.bitselect(i32x4.splat(at), winner, isGreater);
        }
      }
      const to = (out * channels + c) << 2;
      put(params.y + to, best, channels - c);
      put(params.argmax + to, i32x4.add(winner, i32x4(0, 1, 2, 3)), channels - c);
    }
  }
}

/** A task does `perTask` of all `size` rows of windows. */
export function batchNormMaxPool2d(params: BatchNormMaxPoolParams, task: u32): void {
  for (let c: u32 = 0; c < params.channels << 2; c += 16) {
    const factor = normalizeFactor(v128.load(params.gamma + c), v128.load(params.variance + c), params.epsilon);
    v128.store(threadScratch + c, factor);
  }
  const end = endOfTask(task, params.perTask, params.size);
  for (let line = task * params.perTask; line < end; line++) eachWindow<Maximum, BatchNormMaxPoolParams>(params, line);
}
