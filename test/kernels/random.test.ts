import { describe, expect, it } from 'vitest';
import { dropThreshold, keptScale } from '../../src/kernels/reference/dropout.ts';
import { randomWords } from '../../src/kernels/reference/random.ts';

describe('randomWords', () => {
  it('is pcg3d', () => {
    expect(randomWords(0, 0, 0)).toEqual([2611992518, 2833812075, 1058359340]);
    expect(randomWords(1, 2, 3)).toEqual([4204755366, 1223881804, 1500469937]);
    expect(randomWords(4294967295, 4294967294, 4294967293)).toEqual([2512380970, 2219689477, 3521105281]);
  });

  it('fills all bits evenly, whichever of its numbers counts', () => {
    const count = 20_000;
    for (let counter = 0; counter < 3; counter++) {
      const ones = Array<number>(32).fill(0);
      for (let i = 0; i < count; i++) {
        const [word] = randomWords(counter === 0 ? i : 1, counter === 1 ? i : 1, counter === 2 ? i : 1);
        for (let bit = 0; bit < 32; bit++) ones[bit] += (word >>> bit) & 1;
      }
      // Five standard deviations of a fair coin: 5·√(20000/4).
      for (const each of ones) expect(Math.abs(each - count / 2)).toBeLessThan(354);
    }
  });
});

describe('dropout', () => {
  it('turns a rate into a 32-bit threshold and a scale', () => {
    expect([0, 0.25, 0.5].map(dropThreshold)).toEqual([0, 2 ** 30, 2 ** 31]);
    expect(dropThreshold(1 - 2 ** -40)).toBe(2 ** 32 - 1);
    expect([0, 0.5, 0.75].map(keptScale)).toEqual([1, 2, 4]);
  });
});
