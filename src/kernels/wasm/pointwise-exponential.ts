// Functions of one number with an exponential, applied to every element, and their gradients. A class has a function's
// value and its slope, of four numbers at a time.
import { exp as exponential, logistic, logOfOneMore, normalCdf, tangent } from './lib/exponential';
import { pointwise, pointwiseGrad } from './lib/pointwise';

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

/** The slope is one of y. */
@unmanaged
class Sigmoid {
  @inline value(x: v128, alpha: v128): v128 {
    return logistic(x);
  }
  @inline slope(y: v128, alpha: v128): v128 {
    return f32x4.mul(y, f32x4.sub(f32x4.splat(1), y));
  }
}

export function sigmoid(params: PointwiseParams, task: u32): void {
  pointwise<Sigmoid, PointwiseParams>(params, task);
}

export function sigmoidGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Sigmoid, PointwiseGradParams>(params, task);
}

/** The slope is one of y. */
@unmanaged
class Tanh {
  @inline value(x: v128, alpha: v128): v128 {
    return tangent(x);
  }
  @inline slope(y: v128, alpha: v128): v128 {
    return f32x4.sub(f32x4.splat(1), f32x4.mul(y, y));
  }
}

export function tanh(params: PointwiseParams, task: u32): void {
  pointwise<Tanh, PointwiseParams>(params, task);
}

export function tanhGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Tanh, PointwiseGradParams>(params, task);
}

/** alpha · (e^x − 1) for x ≤ 0, x elsewhere. */
@unmanaged
class Elu {
  @inline value(x: v128, alpha: v128): v128 {
    const below = f32x4.mul(alpha, f32x4.sub(exponential(x), f32x4.splat(1)));
    return v128.bitselect(below, x, f32x4.le(x, f32x4.splat(0)));
  }
  @inline slope(x: v128, alpha: v128): v128 {
    return v128.bitselect(f32x4.mul(alpha, exponential(x)), f32x4.splat(1), f32x4.le(x, f32x4.splat(0)));
  }
}

export function elu(params: PointwiseParams, task: u32): void {
  pointwise<Elu, PointwiseParams>(params, task);
}

export function eluGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Elu, PointwiseGradParams>(params, task);
}

/** x · logistic(x) */
@unmanaged
class Silu {
  @inline value(x: v128, alpha: v128): v128 {
    return f32x4.mul(x, logistic(x));
  }
  @inline slope(x: v128, alpha: v128): v128 {
    const rest = f32x4.mul(x, logistic(f32x4.neg(x)));
    return f32x4.mul(logistic(x), f32x4.add(f32x4.splat(1), rest));
  }
}

export function silu(params: PointwiseParams, task: u32): void {
  pointwise<Silu, PointwiseParams>(params, task);
}

export function siluGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Silu, PointwiseGradParams>(params, task);
}

/** x · normalCdf(x); the slope adds x times the normal density. */
@unmanaged
class Gelu {
  @inline value(x: v128, alpha: v128): v128 {
    return f32x4.mul(x, normalCdf(x));
  }
  @inline slope(x: v128, alpha: v128): v128 {
    const density = exponential(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5)));
    return f32x4.add(normalCdf(x), f32x4.mul(f32x4.mul(x, density), f32x4.splat(0.39894228)));
  }
}

export function gelu(params: PointwiseParams, task: u32): void {
  pointwise<Gelu, PointwiseParams>(params, task);
}

export function geluGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Gelu, PointwiseGradParams>(params, task);
}

/** x · (1 + tanh(c · (x + 0.044715 x³))) / 2 with c = √(2 / π). */
@unmanaged
class GeluTanh {
  @inline inner(x: v128): v128 {
    const cubic = f32x4.mul(f32x4.mul(f32x4.mul(x, x), x), f32x4.splat(0.044715));
    return tangent(f32x4.mul(f32x4.add(x, cubic), f32x4.splat(0.79788456)));
  }
  @inline value(x: v128, alpha: v128): v128 {
    return f32x4.mul(f32x4.mul(x, f32x4.splat(0.5)), f32x4.add(f32x4.splat(1), this.inner(x)));
  }
  @inline slope(x: v128, alpha: v128): v128 {
    const t = this.inner(x);
    const one = f32x4.splat(1);
    const innerSlope = f32x4.mul(
      f32x4.add(one, f32x4.mul(f32x4.mul(x, x), f32x4.splat(0.134145))),
      f32x4.splat(0.79788456),
    );
    const change = f32x4.mul(f32x4.mul(x, f32x4.sub(one, f32x4.mul(t, t))), innerSlope);
    return f32x4.mul(f32x4.splat(0.5), f32x4.add(f32x4.add(one, t), change));
  }
}

export function geluTanh(params: PointwiseParams, task: u32): void {
  pointwise<GeluTanh, PointwiseParams>(params, task);
}

export function geluTanhGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<GeluTanh, PointwiseGradParams>(params, task);
}

/** log(1 + e^x) = max(x, 0) + log(1 + e^−|x|) */
@unmanaged
class Softplus {
  @inline value(x: v128, alpha: v128): v128 {
    const t = exponential(f32x4.neg(f32x4.abs(x)));
    return f32x4.add(f32x4.pmax(x, f32x4.splat(0)), logOfOneMore(t));
  }
  @inline slope(x: v128, alpha: v128): v128 {
    return logistic(x);
  }
}

export function softplus(params: PointwiseParams, task: u32): void {
  pointwise<Softplus, PointwiseParams>(params, task);
}

export function softplusGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Softplus, PointwiseGradParams>(params, task);
}

/** e^x. The slope is y. */
@unmanaged
class Exp {
  @inline value(x: v128, alpha: v128): v128 {
    return exponential(x);
  }
  @inline slope(y: v128, alpha: v128): v128 {
    return y;
  }
}

export function exp(params: PointwiseParams, task: u32): void {
  pointwise<Exp, PointwiseParams>(params, task);
}

export function expGrad(params: PointwiseGradParams, task: u32): void {
  pointwiseGrad<Exp, PointwiseGradParams>(params, task);
}
