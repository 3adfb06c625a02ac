import { expect, it } from 'vitest';
import { halfFloat } from '../../src/formats/half-float.ts';

it.each([
  [0x3c00, 1],
  [0xc000, -2],
  [0x3555, 0.333251953125],
  [0x7bff, 65504],
  [0x0001, 2 ** -24],
  [0x0400, 2 ** -14],
  [0x0000, 0],
  [0x8000, -0],
  [0x7c00, Number.POSITIVE_INFINITY],
  [0xfc00, Number.NEGATIVE_INFINITY],
  [0x7e00, Number.NaN],
])('reads the half-precision number %i', (bits, value) => {
  expect(halfFloat(bits)).toBe(value);
});
