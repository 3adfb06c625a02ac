// The index of the largest over the middle of (outer, length, inner); the first of equals wins.
import { endOfTask } from './lib/pointwise';

@unmanaged
class ArgmaxParams {
  x: usize;
  y: usize;
  length: u32;
  inner: u32;
  size: u32;
  perTask: u32;
}

export function argmax(params: ArgmaxParams, task: u32): void {
  const inner = params.inner;
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i++) {
    const x = params.x + (((i / inner) * params.length * inner + (i % inner)) << 2);
    let best: u32 = 0;
    let largest = load<f32>(x);
    for (let r: u32 = 1; r < params.length; r++) {
      const value = load<f32>(x + ((r * inner) << 2));
      if (value > largest) {
        largest = value;
        best = r;
      }
    }
    store<u32>(params.y + (i << 2), best);
  }
}
