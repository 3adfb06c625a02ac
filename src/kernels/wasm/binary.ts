// Functions of two numbers, applied to every pair of elements; each side may be repeated along some of four dimensions,
// where its stride is 0. A task takes elements of the result in order, run by run of the last dimension.
import { put } from './lib/lanes';
import { endOfTask } from './lib/pointwise';

@unmanaged
class BinaryParams {
  a: usize;
  b: usize;
  y: usize;
  size: u32;
  perTask: u32;
  size1: u32;
  size2: u32;
  size3: u32;
  aStride0: u32;
  aStride1: u32;
  aStride2: u32;
  aStride3: u32;
  bStride0: u32;
  bStride1: u32;
  bStride2: u32;
  bStride3: u32;
}

@unmanaged
class Add {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

@unmanaged
class Subtract {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}

@unmanaged
class Multiply {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

@unmanaged
class Divide {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

/** NaN where one of them is. */
@unmanaged
class Maximum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

/** NaN where one of them is. */
@unmanaged
class Minimum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}

/** 1 where a ≥ b, 0 elsewhere. */
@unmanaged
class GreaterEqual {
  @inline of(a: v128, b: v128): v128 {
    return v128.and(f32x4.ge(a, b), f32x4.splat(1));
  }
}

export function add(params: BinaryParams, task: u32): void {
  combine<Add>(params, task);
}

export function subtract(params: BinaryParams, task: u32): void {
  combine<Subtract>(params, task);
}

export function multiply(params: BinaryParams, task: u32): void {
  combine<Multiply>(params, task);
}

export function divide(params: BinaryParams, task: u32): void {
  combine<Divide>(params, task);
}

export function maximum(params: BinaryParams, task: u32): void {
  combine<Maximum>(params, task);
}

export function minimum(params: BinaryParams, task: u32): void {
  combine<Minimum>(params, task);
}

export function greaterEqual(params: BinaryParams, task: u32): void {
  combine<GreaterEqual>(params, task);
}

@inline
function combine<F>(params: BinaryParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; ) {
    const i3 = i % params.size3;
    const i2 = (i / params.size3) % params.size2;
    const i1 = (i / params.size3 / params.size2) % params.size1;
    const i0 = i / params.size3 / params.size2 / params.size1;
    const aStride = params.aStride3;
    const bStride = params.bStride3;
    const a = i0 * params.aStride0 + i1 * params.aStride1 + i2 * params.aStride2 + i3 * aStride;
    const b = i0 * params.bStride0 + i1 * params.bStride1 + i2 * params.bStride2 + i3 * bStride;
    const count = min(params.size3 - i3, end - i);
    combineRun<F>(params.a + (a << 2), aStride, params.b + (b << 2), bStride, params.y + (i << 2), count);
    i += count;
  }
}

/** Strides are 1, or 0 where a number is repeated. */
@inline
function combineRun<F>(a: usize, aStride: u32, b: usize, bStride: u32, y: usize, count: u32): void {
  const f = changetype<F>(0);
  if (aStride != 0 && bStride != 0) {
    for (let i: u32 = 0; i < count; i += 4) {
      put(y + (i << 2), f.of(v128.load(a + (i << 2)), v128.load(b + (i << 2))), count - i);
    }
  } else {
    for (let i: u32 = 0; i < count; i += 4) put(y + (i << 2), f.of(side(a, aStride, i), side(b, bStride, i)), count - i);
  }
}

@inline
function side(address: usize, stride: u32, i: u32): v128 {
  return stride == 0 ? v128.load32_splat(address) : v128.load(address + (i << 2));
}
