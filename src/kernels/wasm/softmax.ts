// softmax and log softmax of rows, and their gradients. A task does `perTask` rows.
import { largestOf, sumOf, sumOfExponentials } from './lib/class-rows';
import { exp, log1 } from './lib/exponential';
import { firstLanes, put, sumOfLanes } from './lib/lanes';
import { multiplyAdd } from './lib/multiply-add';
import { endOfTask } from './lib/pointwise';

@unmanaged
class SoftmaxParams {
  x: usize;
  y: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
}

/** y = e^(x − m) / Σ e^(x − m), with m the row's largest x. */
export function softmax(params: SoftmaxParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const x = params.x + ((row * classes) << 2);
    const y = params.y + ((row * classes) << 2);
    const largest = f32x4.splat(largestOf(x, classes));
    let sums = f32x4.splat(0);
    for (let c: u32 = 0; c < classes; c += 4) {
      const term = exp(f32x4.sub(v128.load(x + (c << 2)), largest));
      sums = f32x4.add(sums, firstLanes(term, classes - c, f32x4.splat(0)));
      put(y + (c << 2), term, classes - c);
    }
    const sum = f32x4.splat(sumOfLanes(sums));
    for (let c: u32 = 0; c < classes; c += 4) put(y + (c << 2), f32x4.div(v128.load(y + (c << 2)), sum), classes - c);
  }
}

/** y = (x − m) − log Σ e^(x − m) */
export function logSoftmax(params: SoftmaxParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const x = params.x + ((row * classes) << 2);
    const y = params.y + ((row * classes) << 2);
    const largest = largestOf(x, classes);
    const log = f32x4.splat(log1(sumOfExponentials(x, classes, largest)));
    for (let c: u32 = 0; c < classes; c += 4) {
      const shifted = f32x4.sub(v128.load(x + (c << 2)), f32x4.splat(largest));
      put(y + (c << 2), f32x4.sub(shifted, log), classes - c);
    }
  }
}

@unmanaged
class SoftmaxGradParams {
  dy: usize;
  y: usize;
  dx: usize;
  rows: u32;
  classes: u32;
  perTask: u32;
}

/** dx = y · (dy − Σ dy · y) */
export function softmaxGrad(params: SoftmaxGradParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const offset = (row * classes) << 2;
    const dy = params.dy + offset;
    const y = params.y + offset;
    let sums = f32x4.splat(0);
    for (let c: u32 = 0; c < classes; c += 4) {
      const product = f32x4.mul(v128.load(dy + (c << 2)), v128.load(y + (c << 2)));
      sums = f32x4.add(sums, firstLanes(product, classes - c, f32x4.splat(0)));
    }
    const sum = f32x4.splat(sumOfLanes(sums));
    for (let c: u32 = 0; c < classes; c += 4) {
      const dx = f32x4.mul(v128.load(y + (c << 2)), f32x4.sub(v128.load(dy + (c << 2)), sum));
      put(params.dx + offset + (c << 2), dx, classes - c);
    }
  }
}

/** dx = dy − e^y · Σ dy */
export function logSoftmaxGrad(params: SoftmaxGradParams, task: u32): void {
  const classes = params.classes;
  const end = endOfTask(task, params.perTask, params.rows);
  for (let row = task * params.perTask; row < end; row++) {
    const offset = (row * classes) << 2;
    const sum = f32x4.splat(-sumOf(params.dy + offset, classes));
    for (let c: u32 = 0; c < classes; c += 4) {
      const at = offset + (c << 2);
      put(params.dx + at, multiplyAdd(exp(v128.load(params.y + at)), sum, v128.load(params.dy + at)), classes - c);
    }
  }
}
