// The largest of each window and where it lies, and the gradient, which goes there.
import { put } from './lib/lanes';
import { endOfTask } from './lib/pointwise';
import { eachWindow } from './lib/windows';

@unmanaged
class MaxPoolParams {
  x: usize;
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
}

@unmanaged
class Maximum {
  /** The window of `height` × `width` pixels whose first is pixel `first` of x. The first of equals wins. */
  @inline window(params: MaxPoolParams, first: u32, height: u32, width: u32, out: u32): void {
    const channels = params.channels;
    const nextRow = (params.inWidth - width) * channels;
    for (let c: u32 = 0; c < channels; c += 4) {
      let at = first * channels + c;
      let best = v128.load(params.x + (at << 2));
      let winner = i32x4.splat(at);
      for (let row: u32 = 0; row < height; row++, at += nextRow) {
        for (let col: u32 = 0; col < width; col++, at += channels) {
          const value = v128.load(params.x + (at << 2));
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
export function maxPool2d(params: MaxPoolParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.size);
  for (let line = task * params.perTask; line < end; line++) eachWindow<Maximum, MaxPoolParams>(params, line);
}

@unmanaged
class MaxPoolGradParams {
  dy: usize;
  argmax: usize;
  dx: usize;
  inSize: u32;
  outSize: u32;
  images: u32;
  perTask: u32;
}

/** A task does `perTask` images, of `inSize` elements in dx and `outSize` in dy. */
export function maxPool2dGrad(params: MaxPoolGradParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.images);
  const from = task * params.perTask;
  memory.fill(params.dx + ((from * params.inSize) << 2), 0, ((end - from) * params.inSize) << 2);
  const last = end * params.outSize;
  for (let q = from * params.outSize; q < last; q++) {
    const to = params.dx + (load<u32>(params.argmax + (q << 2)) << 2);
    store<f32>(to, load<f32>(to) + load<f32>(params.dy + (q << 2)));
  }
}
