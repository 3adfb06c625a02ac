// y[i] = x[i] · scale + offset, for any shape. A task does `perTask` elements.
import { multiplyAdd } from './lib/multiply-add';

@unmanaged
class RescaleParams {
  x: usize;
  y: usize;
  size: u32;
  perTask: u32;
  scale: f32;
  offset: f32;
}

export function rescale(params: RescaleParams, task: u32): void {
  const first = task * params.perTask;
  const end = min(first + params.perTask, params.size);
  const scale = f32x4.splat(params.scale);
  const offset = f32x4.splat(params.offset);
  const y = params.y + (end << 2);
  let from = params.x + (first << 2);
  let to = params.y + (first << 2);
  for (; to + 16 <= y; to += 16, from += 16) v128.store(to, multiplyAdd(v128.load(from), scale, offset));
  for (; to < y; to += 4, from += 4) store<f32>(to, load<f32>(from) * params.scale + params.offset);
}
