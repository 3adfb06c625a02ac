import { describe, expect, it } from 'vitest';
import { parseDigits } from '../../src/data/digits.ts';
import { DataError } from '../../src/errors.ts';

/** A line whose first pixel is `first`, the other 63 being 0. */
const line = (first: number | string, digit: number | string) => `${first}${',0'.repeat(63)},${digit}`;

/** The first pixel of each image. */
const firsts = ({ x }: { x: Uint8Array }) => [...x].filter((_, i) => i % 64 === 0);

describe('parseDigits', () => {
  it('puts every fifth image of each digit into the test part', () => {
    const sevens = [1, 2, 3, 4, 5, 6].map((first) => line(first, 7));
    const zeros = [11, 12, 13, 14, 15].map((first) => line(first, 0));
    const lines = [...sevens.slice(0, 3), ...zeros, ...sevens.slice(3)];
    const { train, test, ...rest } = parseDigits(`${lines.join('\n')}\n`, 'digits.csv');
    expect(firsts(train)).toEqual([1, 2, 3, 11, 12, 13, 14, 4, 6]);
    expect(train.y).toEqual(Uint32Array.of(7, 7, 7, 0, 0, 0, 0, 7, 7));
    expect(firsts(test)).toEqual([15, 5]);
    expect(test.y).toEqual(Uint32Array.of(0, 7));
    expect([train.xShape, test.xShape]).toEqual([
      [9, 8, 8, 1],
      [2, 8, 8, 1],
    ]);
    expect(rest).toMatchObject({ name: 'digits', imageShape: [8, 8, 1], maxValue: 16 });
    expect(rest.classNames).toEqual(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  it('reads lines that end as on Windows, the last one without an end', () => {
    expect(firsts(parseDigits(`${line(3, 1)}\r\n${line(16, 1)}`, 'f').train)).toEqual([3, 16]);
  });

  it.each([
    ['too few values', '1,2,3', 'f: line 2 has 3 values; 64 pixels and a digit are expected'],
    ['an empty line', '\n', 'f: line 2 has 1 values'],
    ['a pixel above 16', line(17, 1), 'f: line 2 has the value "17"; a whole number from 0 to 16 is expected'],
    ['a fraction', line('0.5', 1), 'has the value "0.5"'],
    ['a missing value', line('', 1), 'has the value ""'],
    ['a digit above 9', line(1, 10), 'has the value "10"; a whole number from 0 to 9'],
  ])('refuses %s', (_, bad, message) => {
    expect(() => parseDigits(`${line(1, 1)}\n${bad}\n`, 'f')).toThrow(DataError);
    expect(() => parseDigits(`${line(1, 1)}\n${bad}\n`, 'f')).toThrow(message);
  });
});
