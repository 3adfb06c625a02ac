import { describe, expect, it } from 'vitest';
import { mixRows } from '../../src/data/bilinear.ts';
import { type ImageSize, type ResizeOptions, resizeImage } from '../../src/data/resize.ts';
import { loadMixRows } from '../../src/node/mix-rgb-rows.ts';

function noise(height: number, width: number, channels: number) {
  const pixels = Uint8Array.from({ length: height * width * channels }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256);
  return { pixels, height, width, channels };
}

describe('loadMixRows', () => {
  it('gives an own way to mix rows, always the same', async () => {
    const mix = await loadMixRows();
    expect(mix).not.toBe(mixRows);
    expect(await loadMixRows()).toBe(mix);
  });

  it('resizes to values worked by hand', async () => {
    // A 1x2 image of red 0 and 100, green 200 and 40, blue 7, doubled: centers lie at -0.25, 0.25, 0.75, 1.25.
    const image = { pixels: Uint8Array.of(0, 200, 7, 100, 40, 7), height: 1, width: 2, channels: 3 };
    const resized = resizeImage(image, [1, 4], {}, { mixRows: await loadMixRows() });
    expect([...resized]).toEqual([0, 200, 7, 25, 160, 7, 75, 80, 7, 100, 40, 7]);
  });

  it.each<[height: number, width: number, channels: number, size: ImageSize, options: ResizeOptions]>([
    [31, 45, 3, [15, 16], {}],
    [31, 45, 3, [64, 77], {}],
    [1, 1, 3, [3, 2], {}],
    [45, 31, 3, [20, 20], { cropToAspectRatio: true }],
    [45, 31, 3, [20, 20], { padToAspectRatio: true }],
    [9, 8, 1, [5, 6], {}],
    [9, 8, 4, [5, 6], {}],
    [1500, 2000, 3, [9, 7], {}],
  ])(
    'gives the bits of the way in JavaScript: %i x %i x %i to %j, %o',
    async (height, width, channels, size, options) => {
      const image = noise(height, width, channels);
      const fast = resizeImage(image, size, options, { mixRows: await loadMixRows() });
      expect(fast).toEqual(resizeImage(image, size, options));
    },
  );

  it('takes floats', async () => {
    const image = { pixels: Float32Array.of(-1, 0.5, 3, 2, 1.5, 4), height: 1, width: 2, channels: 3 };
    expect([...resizeImage(image, [1, 1], {}, { mixRows: await loadMixRows() })]).toEqual([0.5, 1, 3.5]);
  });
});
