import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { DataError, ShapeError, ValueError } from '../../src/errors.ts';
import { previewGrid } from '../../src/node/preview-grid.ts';

async function decoded(png: Uint8Array) {
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const pixel = (left: number, top: number) => [...data.subarray((top * info.width + left) * 3).subarray(0, 3)];
  return { ...info, pixel };
}

/** Images of one pixel are enlarged to 144 by 144. */
const CELL = 144;
const first = 8;
const second = first + CELL + 8;

describe('previewGrid', () => {
  it('lays images out in rows on white, bytes as they are', async () => {
    const x = Uint8Array.of(10, 20, 30, 40, 50, 60, 70, 80, 90);
    const grid = await decoded(await previewGrid({ x, xShape: [3, 1, 1, 3] }, { columns: 2 }));
    expect([grid.width, grid.height]).toEqual([second + CELL + 8, second + CELL + 8]);
    expect(grid.pixel(first, first)).toEqual([10, 20, 30]);
    expect(grid.pixel(second - 9, first)).toEqual([10, 20, 30]);
    expect(grid.pixel(second - 8, first)).toEqual([255, 255, 255]);
    expect(grid.pixel(second, first)).toEqual([40, 50, 60]);
    expect(grid.pixel(first, second)).toEqual([70, 80, 90]);
    expect(grid.pixel(second, second)).toEqual([255, 255, 255]);
  });

  it('makes a square grid unless told otherwise', async () => {
    const { width, height } = await decoded(await previewGrid({ x: new Uint8Array(5), xShape: [5, 1, 1, 1] }));
    expect([width, height]).toEqual([8 + 3 * (CELL + 8), 8 + 2 * (CELL + 8)]);
  });

  it('shows floats up to 1 as shares of white, larger ones as up to 255, gray as gray', async () => {
    const unit = await decoded(await previewGrid({ x: Float32Array.of(0, 0.2, 1, -3), xShape: [4, 1, 1, 1] }));
    expect(unit.pixel(first, first)).toEqual([0, 0, 0]);
    expect(unit.pixel(second, first)).toEqual([51, 51, 51]);
    expect(unit.pixel(first, second)).toEqual([255, 255, 255]);
    expect(unit.pixel(second, second)).toEqual([0, 0, 0]);
    const bytes = await decoded(await previewGrid({ x: Float32Array.of(300, 99.6), xShape: [2, 1, 1, 1] }));
    expect(bytes.pixel(first, first)).toEqual([255, 255, 255]);
    expect(bytes.pixel(second, first)).toEqual([100, 100, 100]);
  });

  it('takes another range, and leaves alpha out', async () => {
    const images = { x: Float32Array.of(-1, 0, 1, 0), xShape: [1, 1, 1, 4] };
    const grid = await decoded(await previewGrid(images, { valueRange: [-1, 1] }));
    expect(grid.pixel(first, first)).toEqual([0, 128, 255]);
  });

  it('enlarges small images pixel by pixel and keeps large ones', async () => {
    const small = await decoded(await previewGrid({ x: Uint8Array.of(1, 2), xShape: [1, 1, 2, 1] }));
    expect([small.width, small.height]).toEqual([160, 8 + 72 + 8]);
    expect(small.pixel(8 + 71, 8)).toEqual([1, 1, 1]);
    expect(small.pixel(8 + 72, 8)).toEqual([2, 2, 2]);
    const large = await decoded(await previewGrid({ x: new Uint8Array(200), xShape: [1, 1, 200, 1] }));
    expect([large.width, large.height]).toEqual([216, 17]);
  });

  it('writes titles below the images, Chinese ones too, and makes long ones smaller', async () => {
    const images = { x: new Uint8Array(2), xShape: [2, 1, 1, 1] };
    const titles = ['猫', 'a title that is far too long for one cell of the grid'];
    const grid = await decoded(await previewGrid(images, { titles }));
    expect(grid.height).toBe(8 + CELL + 22 + 8);
    const inked = (left: number, right: number) => {
      const columns: number[] = [];
      for (let x = left; x < right; x++) {
        for (let y = 8 + CELL; y < grid.height; y++) if ((grid.pixel(x, y)[0] ?? 255) < 128) columns.push(x);
      }
      return [Math.min(...columns), Math.max(...columns)] as const;
    };
    const [left, right] = inked(0, second - 4);
    expect(left).toBeGreaterThan(8 + CELL / 2 - 8);
    expect(right).toBeLessThan(8 + CELL / 2 + 8);
    const [longLeft, longRight] = inked(second - 4, grid.width);
    expect(longLeft).toBeGreaterThan(second - 4);
    expect(longRight).toBeLessThan(grid.width - 4);
    expect(longRight - longLeft).toBeGreaterThan(100);
  });

  it('refuses what it cannot draw', async () => {
    const images = { x: new Uint8Array(8), xShape: [2, 1, 1, 4] };
    await expect(previewGrid({ x: new Uint8Array(8), xShape: [2, 4] })).rejects.toThrow(ShapeError);
    await expect(previewGrid({ x: new Uint8Array(4), xShape: [1, 1, 2, 2] })).rejects.toThrow(ShapeError);
    await expect(previewGrid(images, { titles: ['one'] })).rejects.toThrow(DataError);
    await expect(previewGrid(images, { columns: 0 })).rejects.toThrow(ValueError);
    await expect(previewGrid(images, { valueRange: [1, 1] })).rejects.toThrow(ValueError);
  });
});
