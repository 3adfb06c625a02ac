// y[i] = value.
import { put } from './lib/lanes';
import { endOfTask } from './lib/pointwise';

@unmanaged
class FillParams {
  y: usize;
  size: u32;
  perTask: u32;
  value: f32;
}

export function fill(params: FillParams, task: u32): void {
  const value = f32x4.splat(params.value);
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 4) put(params.y + (i << 2), value, end - i);
}
