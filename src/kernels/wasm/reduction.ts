// Sums and maxima over the middle of (outer, length, inner), and the gradient of sums. A long reduction is done in parts,
// whose results are reduced by another call. Tiles have parts of `length` as rows and `inner` as channels.
import { firstLanes, maxOfLanes, put, sumOfLanes } from './lib/lanes';
import { endOfTask } from './lib/pointwise';
import { threadScratch } from './lib/thread';
import { eachTile } from './lib/tiles';

@unmanaged
class ReductionParams {
  x: usize;
  y: usize;
  rows: u32;
  channels: u32;
  chunk: u32;
  width: u32;
  tiles: u32;
  perTask: u32;
  scale: f32;
}

@unmanaged
class Sum {
  @inline first(): v128 {
    return f32x4.splat(0);
  }
  @inline combine(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
  @inline ofLanes(a: v128): f32 {
    return sumOfLanes(a);
  }
}

/** NaN where one element is NaN. */
@unmanaged
class Max {
  @inline first(): v128 {
    return f32x4.splat(-f32.MAX_VALUE - f32.MAX_VALUE);
  }
  @inline combine(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
  @inline ofLanes(a: v128): f32 {
    return maxOfLanes(a);
  }
}

@unmanaged
class Reduction<R> {
  @inline tile(params: ReductionParams, index: u32, row: u32, endRow: u32, from: u32, to: u32): void {
    // Whole matrices lie before this one in x: as many as parts of others come before this part.
    const down = (params.rows + params.chunk - 1) / params.chunk;
    const x = params.x + (((index / down) * params.rows * params.channels) << 2);
    const y = params.y + ((index * params.channels) << 2);
    if (params.channels == 1) store<f32>(y, params.scale * reduceRun<R>(x + (row << 2), endRow - row));
    else reduceRows<R>(params, x, row, endRow, from, to, y);
  }
}

/** Reduces numbers that lie one after the other. */
function reduceRun<R>(x: usize, count: u32): f32 {
  const r = changetype<R>(0);
  let sum0 = r.first();
  let sum1 = sum0;
  let sum2 = sum0;
  let sum3 = sum0;
  for (; count >= 16; count -= 16, x += 64) {
    sum0 = r.combine(sum0, v128.load(x));
    sum1 = r.combine(sum1, v128.load(x, 16));
    sum2 = r.combine(sum2, v128.load(x, 32));
    sum3 = r.combine(sum3, v128.load(x, 48));
  }
  for (; count >= 4; count -= 4, x += 16) sum0 = r.combine(sum0, v128.load(x));
  if (count > 0) sum1 = r.combine(sum1, firstLanes(v128.load(x), count, r.first()));
  return r.ofLanes(r.combine(r.combine(sum0, sum1), r.combine(sum2, sum3)));
}

/** Reduces rows to one, for each channel; up to three channels too many are reduced, but not written. */
function reduceRows<R>(
  params: ReductionParams,
  x: usize,
  row: u32,
  endRow: u32,
  from: u32,
  to: u32,
  y: usize,
): void {
  const r = changetype<R>(0);
  const sums = threadScratch;
  for (let c = from; c < to; c += 4) v128.store(sums + ((c - from) << 2), r.first());
  for (; row < endRow; row++) {
    let at = x + ((row * params.channels + from) << 2);
    const end = sums + ((to - from) << 2);
    for (let sum = sums; sum < end; sum += 16, at += 16) v128.store(sum, r.combine(v128.load(sum), v128.load(at)));
  }
  const scale = f32x4.splat(params.scale);
  for (let c = from; c < to; c += 4) put(y + (c << 2), f32x4.mul(scale, v128.load(sums + ((c - from) << 2))), to - c);
}

export function sum(params: ReductionParams, task: u32): void {
  eachTile<Reduction<Sum>, ReductionParams>(params, task);
}

export function max(params: ReductionParams, task: u32): void {
  eachTile<Reduction<Max>, ReductionParams>(params, task);
}

@unmanaged
class SumGradParams {
  dy: usize;
  dx: usize;
  length: u32;
  inner: u32;
  scale: f32;
  size: u32;
  perTask: u32;
}

/** dx[o,r,i] = scale · dy[o,i]; a task does `perTask` of all `size` rows (o,r). */
export function sumGrad(params: SumGradParams, task: u32): void {
  const inner = params.inner;
  const scale = f32x4.splat(params.scale);
  const end = endOfTask(task, params.perTask, params.size);
  if (inner == 1) {
    // Runs of one number each.
    for (let row = task * params.perTask; row < end; ) {
      const o = row / params.length;
      const runEnd = min((o + 1) * params.length, end);
      const value = f32x4.mul(scale, v128.load32_splat(params.dy + (o << 2)));
      for (; row < runEnd; row += 4) put(params.dx + (row << 2), value, runEnd - row);
      row = runEnd;
    }
    return;
  }
  for (let row = task * params.perTask; row < end; row++) {
    const dy = params.dy + (((row / params.length) * inner) << 2);
    const dx = params.dx + ((row * inner) << 2);
    for (let i: u32 = 0; i < inner; i += 4) put(dx + (i << 2), f32x4.mul(scale, v128.load(dy + (i << 2))), inner - i);
  }
}
