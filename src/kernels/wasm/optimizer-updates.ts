// What changes weights and their state in place, element by element. `hyper` holds what changes from step to step.
import { put } from './lib/lanes';
import { multiplyAdd } from './lib/multiply-add';
import { endOfTask } from './lib/pointwise';

@unmanaged
class SgdUpdateParams {
  gradient: usize;
  hyper: usize;
  variable: usize;
  size: u32;
  perTask: u32;
}

/** variable −= gradient · learningRate */
export function sgdUpdate(params: SgdUpdateParams, task: u32): void {
  const rate = f32x4.neg(v128.load32_splat(params.hyper));
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const at = i << 2;
    const variable = v128.load(params.variable + at);
    put(params.variable + at, multiplyAdd(v128.load(params.gradient + at), rate, variable), end - i);
  }
}

@unmanaged
class SgdMomentumUpdateParams {
  gradient: usize;
  hyper: usize;
  variable: usize;
  velocity: usize;
  size: u32;
  perTask: u32;
  momentum: f32;
  nesterov: u32;
}

/** velocity = velocity · momentum − step with step = gradient · learningRate; then variable += velocity, or as it will be. */
export function sgdMomentumUpdate(params: SgdMomentumUpdateParams, task: u32): void {
  const rate = f32x4.neg(v128.load32_splat(params.hyper));
  const momentum = f32x4.splat(params.momentum);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const at = i << 2;
    const step = f32x4.mul(v128.load(params.gradient + at), rate);
    const velocity = multiplyAdd(v128.load(params.velocity + at), momentum, step);
    const change = params.nesterov ? multiplyAdd(velocity, momentum, step) : velocity;
    put(params.velocity + at, velocity, end - i);
    put(params.variable + at, f32x4.add(v128.load(params.variable + at), change), end - i);
  }
}

@unmanaged
class AdamUpdateParams {
  gradient: usize;
  hyper: usize;
  variable: usize;
  m: usize;
  v: usize;
  size: u32;
  perTask: u32;
  rest1: f32;
  rest2: f32;
  epsilon: f32;
  weightDecay: f32;
}

/**
 * variable −= variable · weightDecay · learningRate; m += (g − m) · rest1; v += (g² − v) · rest2;
 * variable −= m · alpha / (√v + epsilon).
 */
export function adamUpdate(params: AdamUpdateParams, task: u32): void {
  const decay = f32x4.splat(-params.weightDecay * load<f32>(params.hyper));
  const alpha = v128.load32_splat(params.hyper + 4);
  const rest1 = f32x4.splat(params.rest1);
  const rest2 = f32x4.splat(params.rest2);
  const epsilon = f32x4.splat(params.epsilon);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const at = i << 2;
    const g = v128.load(params.gradient + at);
    let variable = v128.load(params.variable + at);
    let m = v128.load(params.m + at);
    let v = v128.load(params.v + at);
    variable = multiplyAdd(variable, decay, variable);
    m = multiplyAdd(f32x4.sub(g, m), rest1, m);
    v = multiplyAdd(f32x4.sub(f32x4.mul(g, g), v), rest2, v);
    const step = f32x4.div(f32x4.mul(m, alpha), f32x4.add(f32x4.sqrt(v), epsilon));
    put(params.m + at, m, end - i);
    put(params.v + at, v, end - i);
    put(params.variable + at, f32x4.sub(variable, step), end - i);
  }
}

@unmanaged
class RmspropScaleParams {
  gradient: usize;
  velocity: usize;
  y: usize;
  size: u32;
  perTask: u32;
  rho: f32;
  rest: f32;
  epsilon: f32;
}

/** average · rho + value · rest */
@inline
function moved(average: v128, value: v128, rho: f32, rest: f32): v128 {
  return multiplyAdd(average, f32x4.splat(rho), f32x4.mul(value, f32x4.splat(rest)));
}

/** velocity = velocity · rho + gradient² · rest; y = gradient / √(velocity + epsilon) */
export function rmspropScale(params: RmspropScaleParams, task: u32): void {
  const epsilon = f32x4.splat(params.epsilon);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const at = i << 2;
    const g = v128.load(params.gradient + at);
    const velocity = moved(v128.load(params.velocity + at), f32x4.mul(g, g), params.rho, params.rest);
    put(params.velocity + at, velocity, end - i);
    put(params.y + at, f32x4.div(g, f32x4.sqrt(f32x4.add(velocity, epsilon))), end - i);
  }
}

@unmanaged
class RmspropScaleCenteredParams {
  gradient: usize;
  velocity: usize;
  averageGradient: usize;
  y: usize;
  size: u32;
  perTask: u32;
  rho: f32;
  rest: f32;
  epsilon: f32;
}

/** As `rmspropScale`, with y = gradient / √(max(velocity − averageGradient², 0) + epsilon). */
export function rmspropScaleCentered(params: RmspropScaleCenteredParams, task: u32): void {
  const epsilon = f32x4.splat(params.epsilon);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const at = i << 2;
    const g = v128.load(params.gradient + at);
    const velocity = moved(v128.load(params.velocity + at), f32x4.mul(g, g), params.rho, params.rest);
    const average = moved(v128.load(params.averageGradient + at), g, params.rho, params.rest);
    put(params.velocity + at, velocity, end - i);
    put(params.averageGradient + at, average, end - i);
    const variance = f32x4.pmax(f32x4.sub(velocity, f32x4.mul(average, average)), f32x4.splat(0));
    put(params.y + at, f32x4.div(g, f32x4.sqrt(f32x4.add(variance, epsilon))), end - i);
  }
}

@unmanaged
class MovingAverageParams {
  value: usize;
  moving: usize;
  size: u32;
  perTask: u32;
  momentum: f32;
  rest: f32;
}

/** moving = moving · momentum + value · rest */
export function movingAverage(params: MovingAverageParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const at = i << 2;
    const value = moved(v128.load(params.moving + at), v128.load(params.value + at), params.momentum, params.rest);
    put(params.moving + at, value, end - i);
  }
}
