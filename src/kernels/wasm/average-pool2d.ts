// The mean of each window, where padding does not count, and its gradient.
import { put } from './lib/lanes';
import { endOfTask } from './lib/pointwise';
import { eachWindow } from './lib/windows';

@unmanaged
class AveragePoolParams {
  x: usize;
  y: usize;
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
class AveragePoolGradParams {
  dy: usize;
  dx: usize;
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
class Mean {
  /** The window of `height` × `width` pixels whose first is pixel `first` of x. */
  @inline window(params: AveragePoolParams, first: u32, height: u32, width: u32, out: u32): void {
    const channels = params.channels;
    const count = f32x4.splat(<f32>(height * width));
    for (let c: u32 = 0; c < channels; c += 4) {
      let sum = f32x4.splat(0);
      for (let row: u32 = 0; row < height; row++) {
        let from = params.x + (((first + row * params.inWidth) * channels + c) << 2);
        for (let col: u32 = 0; col < width; col++, from += channels << 2) sum = f32x4.add(sum, v128.load(from));
      }
      put(params.y + ((out * channels + c) << 2), f32x4.div(sum, count), channels - c);
    }
  }
}

@unmanaged
class Spread {
  @inline window(params: AveragePoolGradParams, first: u32, height: u32, width: u32, out: u32): void {
    const channels = params.channels;
    const count = f32x4.splat(<f32>(height * width));
    for (let c: u32 = 0; c < channels; c += 4) {
      const share = f32x4.div(v128.load(params.dy + ((out * channels + c) << 2)), count);
      for (let row: u32 = 0; row < height; row++) {
        let to = params.dx + (((first + row * params.inWidth) * channels + c) << 2);
        for (let col: u32 = 0; col < width; col++, to += channels << 2) {
          put(to, f32x4.add(v128.load(to), share), channels - c);
        }
      }
    }
  }
}

/** A task does `perTask` of all `size` rows of windows. */
export function averagePool2d(params: AveragePoolParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.size);
  for (let line = task * params.perTask; line < end; line++) eachWindow<Mean, AveragePoolParams>(params, line);
}

/** A task does `perTask` of all `size` images, since windows of one image may overlap. */
export function averagePool2dGrad(params: AveragePoolGradParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.size);
  const elements = params.inHeight * params.inWidth * params.channels;
  for (let image = task * params.perTask; image < end; image++) {
    memory.fill(params.dx + ((image * elements) << 2), 0, elements << 2);
    for (let i: u32 = 0; i < params.outHeight; i++) {
      eachWindow<Spread, AveragePoolGradParams>(params, image * params.outHeight + i);
    }
  }
}
