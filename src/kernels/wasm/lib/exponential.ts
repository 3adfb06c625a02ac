import { multiplyAdd } from './multiply-add';

/**
 * e^x to 2 units in the last place; NaN for NaN. With n = round(x / ln 2) and r = x − n·ln 2 it is 2^n · e^r, where a
 * polynomial gives e^r. Coefficients: S. Moshier, Cephes, expf.
 */
export function exp(x: v128): v128 {
  // Beyond these, results are 0 and infinity. pmax and pmin keep a NaN that stands first.
  const bounded = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-104)), f32x4.splat(89));
  const n = f32x4.nearest(f32x4.mul(bounded, f32x4.splat(1.44269504)));
  // ln 2 in two parts: n times the first is exact.
  const coarse = multiplyAdd(n, f32x4.splat(-0.693359375), bounded);
  const r = multiplyAdd(n, f32x4.splat(2.1219444e-4), coarse);
  let p = f32x4.splat(1.98756915e-4);
  p = multiplyAdd(p, r, f32x4.splat(1.3981999507e-3));
  p = multiplyAdd(p, r, f32x4.splat(8.3334519073e-3));
  p = multiplyAdd(p, r, f32x4.splat(4.1665795894e-2));
  p = multiplyAdd(p, r, f32x4.splat(1.6666665459e-1));
  p = multiplyAdd(p, r, f32x4.splat(5.0000001201e-1));
  p = f32x4.add(multiplyAdd(p, f32x4.mul(r, r), r), f32x4.splat(1));
  // 2^n in two factors, since an exponent field cannot hold n below −126 and above 127.
  const power = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(power, 1);
  return f32x4.mul(f32x4.mul(p, powerOfTwo(half)), powerOfTwo(i32x4.sub(power, half)));
}

/** 2^n from its bits, for −126 ≤ n ≤ 127. */
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/**
 * Natural logarithm to a unit in the last place, for numbers from 2^-126 on, infinity and NaN. With x = m · 2^k and m near
 * 1 it is k·ln 2 + log(m); f = m − 1 and s = f / (2 + f) give log(m) = f − f²/2 + s·(f²/2 + R(s²)). Coefficients: Sun
 * Microsystems, fdlibm, e_logf.c.
 */
export function log(x: v128): v128 {
  const bits = i32x4.add(x, i32x4.splat(0x3f800000 - 0x3f3504f3));
  const k = f32x4.convert_i32x4_s(i32x4.sub(i32x4.shr_s(bits, 23), i32x4.splat(127)));
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const f = f32x4.sub(m, f32x4.splat(1));
  const s = f32x4.div(f, f32x4.add(f, f32x4.splat(2)));
  const z = f32x4.mul(s, s);
  const w = f32x4.mul(z, z);
  const odd = f32x4.mul(z, multiplyAdd(w, f32x4.splat(0.28498786688), f32x4.splat(0.66666662693)));
  const even = f32x4.mul(w, multiplyAdd(w, f32x4.splat(0.24279078841), f32x4.splat(0.40000972152)));
  const halfSquare = f32x4.mul(f32x4.mul(f, f), f32x4.splat(0.5));
  const rest = multiplyAdd(s, f32x4.add(halfSquare, f32x4.add(odd, even)), f32x4.mul(k, f32x4.splat(9.0580006145e-6)));
  const value = multiplyAdd(k, f32x4.splat(0.69313812256), f32x4.add(f32x4.sub(rest, halfSquare), f));
  return v128.bitselect(value, x, f32x4.lt(x, f32x4.splat(f32.MAX_VALUE)));
}

/** e^x of one number. */
@inline
export function exp1(x: f32): f32 {
  return f32x4.extract_lane(exp(f32x4.splat(x)), 0);
}

/** Natural logarithm of one number. */
@inline
export function log1(x: f32): f32 {
  return f32x4.extract_lane(log(f32x4.splat(x)), 0);
}

/** log(1 + t) for 0 ≤ t ≤ 1; the second term is what adding 1 has cut off of t. */
@inline
export function logOfOneMore(t: v128): v128 {
  const u = f32x4.add(t, f32x4.splat(1));
  return f32x4.add(log(u), f32x4.div(f32x4.sub(t, f32x4.sub(u, f32x4.splat(1))), u));
}

/** 1 / (1 + e^-x), with an exponent that is never positive. */
export function logistic(x: v128): v128 {
  const t = exp(f32x4.neg(f32x4.abs(x)));
  const one = f32x4.splat(1);
  return f32x4.div(v128.bitselect(one, t, f32x4.ge(x, f32x4.splat(0))), f32x4.add(t, one));
}

/** Hyperbolic tangent; near 0, where 1 − e^(−2|x|) cancels, by its Taylor series. */
export function tangent(x: v128): v128 {
  const one = f32x4.splat(1);
  const magnitude = f32x4.abs(x);
  const t = exp(f32x4.mul(magnitude, f32x4.splat(-2)));
  const quotient = f32x4.div(f32x4.sub(one, t), f32x4.add(one, t));
  const far = v128.or(quotient, v128.and(x, i32x4.splat(0x80000000)));
  const s = f32x4.mul(x, x);
  let series = f32x4.splat(-17.0 / 315.0);
  series = multiplyAdd(series, s, f32x4.splat(2.0 / 15.0));
  series = multiplyAdd(series, s, f32x4.splat(-1.0 / 3.0));
  const near = multiplyAdd(f32x4.mul(series, s), x, x);
  return v128.bitselect(near, far, f32x4.lt(magnitude, f32x4.splat(0.2)));
}

/**
 * Share of the standard normal distribution below x, erfc(−x / √2) / 2, to 1e-7. Abramowitz and Stegun, Handbook of
 * Mathematical Functions, formula 7.1.26.
 */
export function normalCdf(x: v128): v128 {
  const z = f32x4.mul(f32x4.abs(x), f32x4.splat(0.70710678));
  const t = f32x4.div(f32x4.splat(1), multiplyAdd(z, f32x4.splat(0.3275911), f32x4.splat(1)));
  let series = f32x4.splat(1.061405429);
  series = multiplyAdd(series, t, f32x4.splat(-1.453152027));
  series = multiplyAdd(series, t, f32x4.splat(1.421413741));
  series = multiplyAdd(series, t, f32x4.splat(-0.284496736));
  series = f32x4.mul(multiplyAdd(series, t, f32x4.splat(0.254829592)), t);
  const density = exp(f32x4.neg(f32x4.mul(z, z)));
  const tail = f32x4.mul(f32x4.mul(series, f32x4.splat(0.5)), density);
  return v128.bitselect(f32x4.sub(f32x4.splat(1), tail), tail, f32x4.ge(x, f32x4.splat(0)));
}
