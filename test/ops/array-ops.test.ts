import { describe, expect, it } from 'vitest';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { tensor } from '../../src/engine/tensor.ts';
import { ShapeError } from '../../src/errors.ts';
import { concat, fill, pad, slice, transpose } from '../../src/ops/index.ts';

const device = new ReferenceDevice();

describe('concat', () => {
  it('joins any number of tensors in order', async () => {
    const parts = [1, 2, 3, 4, 5].map((value) => fill(device, [1, 2], value));
    const y = concat(parts, 0);
    expect(y.shape).toEqual([5, 2]);
    expect(Array.from(await y.data())).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 5, 5]);
    expect(concat(parts).shape).toEqual([1, 10]);
    expect(concat(parts.slice(0, 1))).toBe(parts[0]);
  });

  it('refuses nothing, other sizes and other ranks', () => {
    expect(() => concat([])).toThrow(ShapeError);
    expect(() => concat([fill(device, [2, 3], 0), fill(device, [3, 3], 0)], 1)).toThrow(
      'cannot join [2, 3] and [3, 3] along axis 1',
    );
    expect(() => concat([fill(device, [2, 3], 0), fill(device, [2], 0)])).toThrow(ShapeError);
  });
});

describe('transpose', () => {
  it('reverses the axes unless told otherwise', async () => {
    const y = transpose(tensor(device, [2, 3], [1, 2, 3, 4, 5, 6]));
    expect(y.shape).toEqual([3, 2]);
    expect(Array.from(await y.data())).toEqual([1, 4, 2, 5, 3, 6]);
  });

  it('refuses an axis named twice or not at all', () => {
    expect(() => transpose(fill(device, [2, 3], 0), [0, 0])).toThrow(ShapeError);
    expect(() => transpose(fill(device, [2, 3], 0), [1])).toThrow(ShapeError);
  });
});

describe('slice and pad', () => {
  it('refuses a block beyond the shape', () => {
    expect(() => slice(fill(device, [2, 3], 0), [0, 1], [2, 3])).toThrow(
      'cannot take [2, 3] from [0, 1] on out of [2, 3]',
    );
    expect(() => slice(fill(device, [2, 3], 0), [0], [2])).toThrow(ShapeError);
    expect(() => slice(fill(device, [2, 3], 0), [-1, 0], [1, 1])).toThrow(ShapeError);
  });

  it('refuses padding that does not fit the rank or takes away', () => {
    expect(() => pad(fill(device, [2, 3], 0), [[1, 1]])).toThrow('give [before, after]');
    expect(() => pad(fill(device, [2, 3], 0), [[1, 1], [-1, 0]])).toThrow(ShapeError); // biome-ignore format: one pair per axis
  });

  it('refuses more than four padded axes', () => {
    const widths = Array.from({ length: 5 }, () => [1, 1] as const);
    expect(() => pad(fill(device, [2, 2, 2, 2, 2], 0), widths)).toThrow('pads or cuts 5 axes at once');
    expect(() => slice(fill(device, [2, 2, 2, 2, 2], 0), [0, 0, 0, 0, 0], [1, 1, 1, 1, 1])).toThrow(ShapeError);
  });
});
