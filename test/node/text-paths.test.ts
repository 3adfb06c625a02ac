import { describe, expect, it } from 'vitest';
import { textPath, textWidth } from '../../src/node/text-paths.ts';

/** The x coordinates of a path. */
function extent(path: string): { left: number; right: number } {
  const numbers = [...(/ d="([^"]*)"/.exec(path)?.[1] ?? '').matchAll(/-?[\d.]+/g)].map(Number);
  const xs = numbers.filter((_, i) => i % 2 === 0);
  return { left: Math.min(...xs), right: Math.max(...xs) };
}

describe('textWidth', () => {
  it('gives Chinese characters a full square each', () => {
    expect(textWidth('混淆矩阵', 20)).toBe(80);
  });

  it('grows with the size and joins parts of different font files', () => {
    expect(textWidth('Loss 损失', 10)).toBeCloseTo(textWidth('Loss ', 10) + 20, 10);
    expect(textWidth('Loss', 20)).toBeCloseTo(2 * textWidth('Loss', 10), 10);
  });

  it('takes the same width for a letter with an accent in one and in two code points', () => {
    expect(textWidth('e\u0301', 10)).toBe(textWidth('\u00e9', 10));
  });
});

describe('textPath', () => {
  it('draws outlines, not text', () => {
    expect(textPath('真', { size: 12, fill: '#123456' })).toMatch(/^<path fill="#123456" d="M[-\d. MLQCZ]+Z"\/>$/);
  });

  it('draws nothing for an empty text and for invisible characters', () => {
    expect(textPath('\u0007\u{e0001}', { size: 12 })).toBe('<path fill="#000" d=""/>');
  });

  it('stands at its anchor', () => {
    const at = (anchor: 'start' | 'middle' | 'end') => extent(textPath('HHHH', { x: 100, size: 20, anchor }));
    const width = textWidth('HHHH', 20);
    expect(at('start').left).toBeGreaterThanOrEqual(100);
    expect(at('end').right).toBeLessThanOrEqual(100);
    expect(at('start').left - at('middle').left).toBeCloseTo(width / 2, 1);
  });

  it('draws a hollow box for a character that the font does not have', () => {
    expect(textPath('😀', { x: 10, y: 20, size: 10 })).toBe(
      '<path fill="#000" d="M10.6 20L15.4 20L15.4 12.8L10.6 12.8ZM11.1 19.5L11.1 13.3L14.9 13.3L14.9 19.5Z"/>',
    );
    expect(textWidth('😀', 10)).toBe(6);
  });

  it('escapes the color', () => {
    expect(textPath('', { size: 1, fill: '"><script>' })).toBe('<path fill="&#34;&#62;&#60;script&#62;" d=""/>');
  });
});
