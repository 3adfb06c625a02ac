import { describe, expect, it } from 'vitest';
import { compareCodePoints } from '../../src/data/code-points.ts';

describe('compareCodePoints', () => {
  it('sorts as Python does', () => {
    // "\u{1F431}" (a cat) comes after "\uFF5E" by code points, before it by UTF-16 units.
    const sorted = ['B', 'Z', 'a', 'a b', 'a/b', 'aa', 'é', '猫', '\uFF5E', '\u{1F431}'];
    expect([...sorted].reverse().sort(compareCodePoints)).toEqual(sorted);
    expect(compareCodePoints('same', 'same')).toBe(0);
  });
});
