import { describe, expect, it } from 'vitest';
import { resizeNearest } from '../../src/data/resize.ts';
import { resizeNearestPillow } from '../../src/data/resize-nearest-pillow.ts';

const row = (width: number) => ({
  pixels: Float32Array.from({ length: width }, (_, i) => i),
  ...{ height: 1, width, channels: 1 },
});

describe('resizeNearestPillow', () => {
  it('takes the pixels in the middle', () => {
    expect([...resizeNearestPillow(row(6), [1, 4])]).toEqual([0, 2, 3, 5]);
    expect([...resizeNearestPillow(row(2), [1, 4])]).toEqual([0, 0, 1, 1]);
  });

  it('adds rounding errors up as Pillow does, so that 500 pixels become 150 otherwise than in TensorFlow', () => {
    // The places lie 500 / 150 apart; the 26th is 85 but for what its 25 additions lost.
    const [pillow, tensorflow] = [resizeNearestPillow(row(500), [1, 150]), resizeNearest(row(500), [1, 150])];
    expect([pillow[24], pillow[25], pillow[26]]).toEqual([81, 84, 88]);
    expect(tensorflow[25]).toBe(85);
  });

  it('keeps channels together, in both directions', () => {
    const image = { pixels: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8), height: 2, width: 2, channels: 2 };
    expect(resizeNearestPillow(image, [1, 3])).toEqual(Uint8Array.of(5, 6, 7, 8, 7, 8));
    expect(resizeNearestPillow(image, [2, 2])).toBe(image.pixels);
  });
});
