import { put } from './lanes';

/** The end of what a task does, of `size` elements, images or rows. */
@inline
export function endOfTask(task: u32, perTask: u32, size: u32): u32 {
  return min((task + 1) * perTask, size);
}

/** y[i] = F.value(x[i]) for the elements of a task. */
@inline
export function pointwise<F, P>(params: P, task: u32): void {
  const f = changetype<F>(0);
  const alpha = f32x4.splat(params.alpha);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    put(params.y + (i << 2), f.value(v128.load(params.x + (i << 2)), alpha), end - i);
  }
}

/** dx[i] = dy[i] · F.slope(at[i]) for the elements of a task. */
@inline
export function pointwiseGrad<F, P>(params: P, task: u32): void {
  const f = changetype<F>(0);
  const alpha = f32x4.splat(params.alpha);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const slope = f.slope(v128.load(params.at + (i << 2)), alpha);
    put(params.dx + (i << 2), f32x4.mul(v128.load(params.dy + (i << 2)), slope), end - i);
  }
}

/** The same for functions with three numbers beside x. */
@inline
export function pointwiseOf3<F, P>(params: P, task: u32): void {
  const f = changetype<F>(0);
  const alpha = f32x4.splat(params.alpha);
  const beta = f32x4.splat(params.beta);
  const gamma = f32x4.splat(params.gamma);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    put(params.y + (i << 2), f.value(v128.load(params.x + (i << 2)), alpha, beta, gamma), end - i);
  }
}

/** The same for the gradients of such functions. */
@inline
export function pointwiseGradOf3<F, P>(params: P, task: u32): void {
  const f = changetype<F>(0);
  const alpha = f32x4.splat(params.alpha);
  const beta = f32x4.splat(params.beta);
  const gamma = f32x4.splat(params.gamma);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const slope = f.slope(v128.load(params.at + (i << 2)), alpha, beta, gamma);
    put(params.dx + (i << 2), f32x4.mul(v128.load(params.dy + (i << 2)), slope), end - i);
  }
}
