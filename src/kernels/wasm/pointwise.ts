// Functions of one number, applied to every element, and their gradients: those without an exponential. A class has a
// function's value and its slope, of four numbers at a time.
import { pointwise, pointwiseGrad } from './lib/pointwise';

@unmanaged
class PointwiseParams {
  x: usize;
  y: usize;
  size: u32;
  perTask: u32;
  alpha: f32;
}

@unmanaged
class PointwiseGradParams {
  dy: usize;
  at: usize;
  dx: usize;
  size: u32;
  perTask: u32;
  alpha: f32;
}

/** max(x, 0); pmax keeps a NaN that stands first. The slope is one of y. */
@unmanaged
class Relu {
  @inline value(x: v128, alpha: v128): v128 {
    return f32x4.pmax(x, f32x4.splat(0));
  }
  @inline slope(y: v128, alpha: v128): v128 {
    return v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.splat(1));
  }
}

export function relu(params: PointwiseParams, task: u32): void {
  pointwise<Relu, PointwiseParams>(params, task);
}

export function reluGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Relu, PointwiseGradParams>(params, task);
}

/** min(max(x, 0), 6). The slope is one of y. */
@unmanaged
class Relu6 {
  @inline value(x: v128, alpha: v128): v128 {
    return f32x4.pmin(f32x4.pmax(x, f32x4.splat(0)), f32x4.splat(6));
  }
  @inline slope(y: v128, alpha: v128): v128 {
    const isBetween = v128.and(f32x4.gt(y, f32x4.splat(0)), f32x4.lt(y, f32x4.splat(6)));
    return v128.and(isBetween, f32x4.splat(1));
  }
}

export function relu6(params: PointwiseParams, task: u32): void {
  pointwise<Relu6, PointwiseParams>(params, task);
}

export function relu6Grad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Relu6, PointwiseGradParams>(params, task);
}

/** x for x > 0, alpha · x elsewhere. */
@unmanaged
class LeakyRelu {
  @inline value(x: v128, alpha: v128): v128 {
    return v128.bitselect(x, f32x4.mul(x, alpha), f32x4.gt(x, f32x4.splat(0)));
  }
  @inline slope(x: v128, alpha: v128): v128 {
    return v128.bitselect(f32x4.splat(1), alpha, f32x4.gt(x, f32x4.splat(0)));
  }
}

export function leakyRelu(params: PointwiseParams, task: u32): void {
  pointwise<LeakyRelu, PointwiseParams>(params, task);
}

export function leakyReluGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<LeakyRelu, PointwiseGradParams>(params, task);
}

@unmanaged
class Negate {
  @inline value(x: v128, alpha: v128): v128 {
    return f32x4.neg(x);
  }
  @inline slope(x: v128, alpha: v128): v128 {
    return f32x4.splat(-1);
  }
}

export function negate(params: PointwiseParams, task: u32): void {
  pointwise<Negate, PointwiseParams>(params, task);
}

export function negateGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Negate, PointwiseGradParams>(params, task);
}
