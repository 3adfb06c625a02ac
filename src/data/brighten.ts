import { valueRange } from './value-range.ts';

const MAX_BYTE = 255;

/**
 * Changes the brightness of an image in place as Keras's `apply_brightness_shift(x, factor, scale=False)`, which does it
 * on bytes by Pillow's `ImageEnhance.Brightness`: values are cut to whole numbers, before and after. An image with values
 * outside 0 to 255 is spread over them first, and back afterwards. Of four channels the last one, alpha, stays.
 */
export function brighten(values: Float32Array, channels: number, factor: number): void {
  const { lowest, highest } = valueRange(values);
  const isSpread = (lowest < 0 || highest > MAX_BYTE) && highest > lowest;
  const range = highest - lowest;
  const alpha = Math.fround(factor);
  for (let i = 0; i < values.length; i++) {
    const byte = Math.trunc(isSpread ? ((values[i] - lowest) / range) * MAX_BYTE : values[i]);
    const isAlpha = channels === 4 && i % 4 === 3;
    const changed = isAlpha ? byte : Math.min(MAX_BYTE, Math.max(0, Math.trunc(Math.fround(alpha * byte))));
    values[i] = isSpread ? (changed / MAX_BYTE) * range + lowest : changed;
  }
}
