// Widens bytes to numbers, 16 at a time: y[i] = byte i of the words.
import { put } from './lib/lanes';
import { endOfTask } from './lib/pointwise';

@unmanaged
class UnpackBytesParams {
  words: usize;
  y: usize;
  size: u32;
  perTask: u32;
}

/** A task does `perTask` elements, a multiple of 16. */
export function unpackBytes(params: UnpackBytesParams, task: u32): void {
  const end = endOfTask(task, params.perTask, params.size);
  for (let i = task * params.perTask; i < end; i += 16) {
    const bytes = v128.load(params.words + i);
    const y = params.y + (i << 2);
    const low = i16x8.extend_low_i8x16_u(bytes);
    const high = i16x8.extend_high_i8x16_u(bytes);
    const rest = end - i;
    put(y, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(low)), rest);
    if (rest > 4) put(y + 16, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(low)), rest - 4);
    if (rest > 8) put(y + 32, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(high)), rest - 8);
    if (rest > 12) put(y + 48, f32x4.convert_i32x4_s(i32x4.extend_high_i16x8_u(high)), rest - 12);
  }
}
