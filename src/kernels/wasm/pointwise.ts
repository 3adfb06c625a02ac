// Functions of one number, applied to every element, and their gradients: those without an exponential. A class has a
// function's value and its slope, of four numbers at a time.
import { pointwise, pointwiseGrad, pointwiseGradOf3, pointwiseOf3 } from './lib/pointwise';

@unmanaged
class PointwiseParams {
  x: usize;
  y: usize;
  size: u32;
  perTask: u32;
  alpha: f32;
  beta: f32;
  gamma: f32;
}

@unmanaged
class PointwiseGradParams {
  dy: usize;
  at: usize;
  dx: usize;
  size: u32;
  perTask: u32;
  alpha: f32;
  beta: f32;
  gamma: f32;
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

/** min(max(x, alpha), beta) */
@unmanaged
class Clip {
  @inline value(x: v128, alpha: v128, beta: v128, gamma: v128): v128 {
    return f32x4.pmin(f32x4.pmax(x, alpha), beta);
  }
  @inline slope(x: v128, alpha: v128, beta: v128, gamma: v128): v128 {
    return v128.and(v128.and(f32x4.ge(x, alpha), f32x4.le(x, beta)), f32x4.splat(1));
  }
}

export function clip(params: PointwiseParams, task: u32): void {
  pointwiseOf3<Clip, PointwiseParams>(params, task);
}

export function clipGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGradOf3<Clip, PointwiseGradParams>(params, task);
}

/** min(x, beta) for x > gamma, alpha · (x − gamma) elsewhere. */
@unmanaged
class BoundedRelu {
  @inline value(x: v128, alpha: v128, beta: v128, gamma: v128): v128 {
    const below = f32x4.mul(alpha, f32x4.sub(x, gamma));
    return v128.bitselect(f32x4.pmin(x, beta), below, f32x4.gt(x, gamma));
  }
  @inline slope(x: v128, alpha: v128, beta: v128, gamma: v128): v128 {
    const above = v128.and(f32x4.lt(x, beta), f32x4.splat(1));
    return v128.bitselect(above, alpha, f32x4.gt(x, gamma));
  }
}

export function boundedRelu(params: PointwiseParams, task: u32): void {
  pointwiseOf3<BoundedRelu, PointwiseParams>(params, task);
}

export function boundedReluGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGradOf3<BoundedRelu, PointwiseGradParams>(params, task);
}

/** The slope is one of y. */
@unmanaged
class Sqrt {
  @inline value(x: v128, alpha: v128): v128 {
    return f32x4.sqrt(x);
  }
  @inline slope(y: v128, alpha: v128): v128 {
    return f32x4.div(f32x4.splat(0.5), y);
  }
}

export function sqrt(params: PointwiseParams, task: u32): void {
  pointwise<Sqrt, PointwiseParams>(params, task);
}

export function sqrtGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Sqrt, PointwiseGradParams>(params, task);
}
