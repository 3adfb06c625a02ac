// Random numbers that depend on seed, salt and index only: pcg3d of M. Jarzynski and M. Olano, "Hash Functions for GPU
// Rendering", Journal of Computer Graphics Techniques 9(3), 2020, for four indices at a time.
import { log } from './lib/exponential';
import { put } from './lib/lanes';
import { multiplyAdd } from './lib/multiply-add';
import { endOfTask } from './lib/pointwise';

@inline
function scrambled(word: v128): v128 {
  return i32x4.add(i32x4.mul(word, i32x4.splat(1664525)), i32x4.splat(1013904223));
}

@inline
function addProduct(word: v128, a: v128, b: v128): v128 {
  return i32x4.add(word, i32x4.mul(a, b));
}

@inline
function folded(word: v128): v128 {
  return v128.xor(word, i32x4.shr_u(word, 16));
}

/** One of the first two words of the four indices from `index` on. */
@inline
function randomWord(which: u32, seed: u32, salt: u32, index: u32): v128 {
  let x = scrambled(i32x4.splat(seed));
  let y = scrambled(i32x4.splat(salt));
  let z = scrambled(i32x4.add(i32x4.splat(index), i32x4(0, 1, 2, 3)));
  x = addProduct(x, y, z);
  y = addProduct(y, z, x);
  z = addProduct(z, x, y);
  x = folded(x);
  y = folded(y);
  z = folded(z);
  x = addProduct(x, y, z);
  return which == 0 ? x : addProduct(y, z, x);
}

/** The upper 24 bits as numbers in [0, 1). */
@inline
function unitInterval(word: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(word, 8)), f32x4.splat(5.9604644775390625e-8));
}

@unmanaged
class DropoutParams {
  x: usize;
  seed: usize;
  y: usize;
  size: u32;
  perTask: u32;
  threshold: u32;
  salt: u32;
  scale: f32;
}

/** y = scale · x where the random word is at least `threshold`, 0 elsewhere. */
export function dropout(params: DropoutParams, task: u32): void {
  const seed = load<u32>(params.seed);
  const threshold = i32x4.splat(params.threshold);
  const scale = f32x4.splat(params.scale);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const isKept = i32x4.ge_u(randomWord(0, seed, params.salt, i), threshold);
    const value = v128.and(f32x4.mul(v128.load(params.x + (i << 2)), scale), isKept);
    put(params.y + (i << 2), value, end - i);
  }
}

@unmanaged
class RandomUniformParams {
  y: usize;
  size: u32;
  perTask: u32;
  low: f32;
  range: f32;
  seed: u32;
  salt: u32;
}

/** y = low + range · u, with u in [0, 1). */
export function randomUniform(params: RandomUniformParams, task: u32): void {
  const low = f32x4.splat(params.low);
  const range = f32x4.splat(params.range);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const u = unitInterval(randomWord(0, params.seed, params.salt, i));
    put(params.y + (i << 2), f32x4.add(f32x4.mul(u, range), low), end - i);
  }
}

@unmanaged
class RandomNormalParams {
  y: usize;
  size: u32;
  perTask: u32;
  mean: f32;
  stddev: f32;
  seed: u32;
  salt: u32;
}

/** y = mean + stddev · √(−2 log u) · cos(2πv), with u in (0, 1] and v in [−½, ½) (G. Box and M. Muller, 1958). */
export function randomNormal(params: RandomNormalParams, task: u32): void {
  const mean = f32x4.splat(params.mean);
  const stddev = f32x4.splat(params.stddev);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) {
    const u = f32x4.sub(f32x4.splat(1), unitInterval(randomWord(0, params.seed, params.salt, i)));
    const v = f32x4.sub(unitInterval(randomWord(1, params.seed, params.salt, i)), f32x4.splat(0.5));
    const radius = f32x4.sqrt(f32x4.mul(log(u), f32x4.splat(-2)));
    put(params.y + (i << 2), multiplyAdd(f32x4.mul(radius, cosineOfTurns(v)), stddev, mean), end - i);
  }
}

/** cos(2πv) for −½ ≤ v ≤ ½: as −sin(2π(|v| − ¼)), by the Taylor series up to the 11th power. */
@inline
function cosineOfTurns(v: v128): v128 {
  const angle = f32x4.mul(f32x4.sub(f32x4.splat(0.25), f32x4.abs(v)), f32x4.splat(6.2831853));
  const s = f32x4.mul(angle, angle);
  let series = f32x4.splat(-1.0 / 39916800.0);
  series = multiplyAdd(series, s, f32x4.splat(1.0 / 362880.0));
  series = multiplyAdd(series, s, f32x4.splat(-1.0 / 5040.0));
  series = multiplyAdd(series, s, f32x4.splat(1.0 / 120.0));
  series = multiplyAdd(series, s, f32x4.splat(-1.0 / 6.0));
  return multiplyAdd(f32x4.mul(series, s), angle, angle);
}
