// Copies of tensors in another order or with others beside them.
import { put } from './lib/lanes';
import { endOfTask } from './lib/pointwise';

@unmanaged
class StridedCopyParams {
  x: usize;
  y: usize;
  size: u32;
  perTask: u32;
  size1: u32;
  size2: u32;
  size3: u32;
  size4: u32;
  size5: u32;
  offset: u32;
  stride0: u32;
  stride1: u32;
  stride2: u32;
  stride3: u32;
  stride4: u32;
  stride5: u32;
}

/** y is x read from `offset` on with a stride for each dimension of y: slices and transposes. */
export function stridedCopy(params: StridedCopyParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; ) {
    let rest = i / params.size5;
    let from = params.offset + (i % params.size5) * params.stride5 + (rest % params.size4) * params.stride4;
    const count = min(params.size5 - (i % params.size5), end - i);
    rest /= params.size4;
    from += (rest % params.size3) * params.stride3;
    rest /= params.size3;
    from += (rest % params.size2) * params.stride2;
    rest /= params.size2;
    from += (rest % params.size1) * params.stride1 + (rest / params.size1) * params.stride0;
    const y = params.y + (i << 2);
    const x = params.x + (from << 2);
    if (params.stride5 == 1) {
      for (let k: u32 = 0; k < count; k += 4) put(y + (k << 2), v128.load(x + (k << 2)), count - k);
    } else {
      for (let k: u32 = 0; k < count; k++) store<f32>(y + (k << 2), load<f32>(x + ((k * params.stride5) << 2)));
    }
    i += count;
  }
}

@unmanaged
class ConcatParams {
  a: usize;
  b: usize;
  y: usize;
  aRow: u32;
  bRow: u32;
  size: u32;
  perTask: u32;
}

/** Rows of y are those of a and then those of b; a task does `perTask` of all `size`. */
export function concat(params: ConcatParams, task: u32): void {
  const a = params.aRow << 2;
  const b = params.bRow << 2;
  const end = endOfTask(task, params.perTask, params.size);
  for (let row = task * params.perTask; row < end; row++) {
    const y = params.y + row * (a + b);
    memory.copy(y, params.a + row * a, a);
    memory.copy(y + a, params.b + row * b, b);
  }
}

@unmanaged
class PadParams {
  x: usize;
  y: usize;
  size: u32;
  perTask: u32;
  value: f32;
  outSize1: u32;
  outSize2: u32;
  outSize3: u32;
  inSize0: u32;
  inSize1: u32;
  inSize2: u32;
  inSize3: u32;
  before0: u32;
  before1: u32;
  before2: u32;
  before3: u32;
}

/** A task does `perTask` of all `size` rows of y. An index before x is too large a number. */
export function pad(params: PadParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.size);
  for (let row = task * params.perTask; row < end; row++) {
    const i2 = (row % params.outSize2) - params.before2;
    const i1 = ((row / params.outSize2) % params.outSize1) - params.before1;
    const i0 = row / params.outSize2 / params.outSize1 - params.before0;
    let y = params.y + ((row * params.outSize3) << 2);
    if (i0 >= params.inSize0 || i1 >= params.inSize1 || i2 >= params.inSize2) {
      fillRun(y, params.outSize3, params.value);
      continue;
    }
    const x = params.x + ((((i0 * params.inSize1 + i1) * params.inSize2 + i2) * params.inSize3) << 2);
    fillRun(y, params.before3, params.value);
    y += params.before3 << 2;
    memory.copy(y, x, params.inSize3 << 2);
    fillRun(y + (params.inSize3 << 2), params.outSize3 - params.before3 - params.inSize3, params.value);
  }
}

@inline
function fillRun(to: usize, count: u32, value: f32): void {
  for (let i: u32 = 0; i < count; i += 4) put(to + (i << 2), f32x4.splat(value), count - i);
}
