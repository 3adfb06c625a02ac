import type { Font, PathCommand } from 'fontkit';
import { fontWith } from './font-files.ts';

// Text as outlines, so that a picture looks the same on every machine, with fonts or without.

/** Where and how a line of text is drawn. */
export interface TextPathOptions {
  /** The anchor's place; default 0. */
  readonly x?: number;
  /** The base line; default 0. */
  readonly y?: number;
  /** Height of the font's em square: what CSS calls the font size. */
  readonly size: number;
  /** Which end of the text stands at `x`; default `'start'`. */
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Any SVG color; default black. */
  readonly fill?: string;
}

/**
 * A line of text as an SVG `<path>`. A character that the font does not have becomes a hollow box. Importing this
 * module loads the font engine: import it where text is drawn, not before.
 *
 * @throws DataError when the fonts are missing from the installed package.
 */
export function textPath(text: string, options: TextPathOptions): string {
  const { x = 0, y = 0, size, anchor = 'start', fill = '#000' } = options;
  const start = x - textWidth(text, size) * { start: 0, middle: 0.5, end: 1 }[anchor];
  const scale = size / EM;
  const outlines = layOut(text).glyphs.map((glyph) => outline(glyph, start, y, scale));
  return `<path fill="${escapeAttribute(fill)}" d="${outlines.join('')}"/>`;
}

/** How wide a line of text is that {@link textPath} draws. */
export const textWidth = (text: string, size: number): number => (layOut(text).width * size) / EM;

/** An outline at its place in the line, in the font's units, `y` upwards. */
interface Glyph {
  readonly commands: readonly PathCommand[];
  readonly x: number;
  readonly y: number;
}

/** Some text in the font's units. */
interface Line {
  readonly glyphs: readonly Glyph[];
  readonly width: number;
}

/** The font's units in its em square. */
const EM = 1000;

/** Lines laid out before: a chart measures each text several times. */
const lines = new Map<string, Line>();
const MAX_LINES = 1000;

function layOut(text: string): Line {
  let line = lines.get(text);
  if (line === undefined) {
    line = joined(runsOf(text).map(({ font, text: part }) => (font === null ? boxes(part) : shaped(font, part))));
    if (lines.size === MAX_LINES) lines.clear();
    lines.set(text, line);
  }
  return line;
}

interface FontRun {
  /** Null for characters of no font file. */
  readonly font: Font | null;
  text: string;
}

/** The longest parts of a text that one font file has. Invisible characters and marks that no file has are left out. */
function runsOf(text: string): FontRun[] {
  const runs: FontRun[] = [];
  for (const character of text.normalize('NFC')) {
    const last = runs.at(-1);
    const stays = last?.font?.hasGlyphForCodePoint(character.codePointAt(0) as number) === true;
    const font = stays ? (last?.font ?? null) : fontWith(character);
    if (font === null && /[\p{C}\p{M}]/u.test(character)) continue;
    if (last !== undefined && last.font === font) last.text += character;
    else runs.push({ font, text: character });
  }
  return runs;
}

function joined(parts: readonly Line[]): Line {
  const glyphs: Glyph[] = [];
  let width = 0;
  for (const part of parts) {
    for (const glyph of part.glyphs) glyphs.push({ ...glyph, x: glyph.x + width });
    width += part.width;
  }
  return { glyphs, width };
}

function shaped(font: Font, text: string): Line {
  const { glyphs, positions, advanceWidth } = font.layout(text);
  let x = 0;
  const placed = glyphs.map(({ path }, i) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[i] ?? {};
    const glyph = { commands: path.commands, x: x + xOffset, y: yOffset };
    x += xAdvance;
    return glyph;
  });
  return { glyphs: placed, width: advanceWidth };
}

const BOX_WIDTH = 600;

function boxes(text: string): Line {
  const glyphs = [...text].map((_, i) => ({ commands: BOX, x: i * BOX_WIDTH, y: 0 }));
  return { glyphs, width: glyphs.length * BOX_WIDTH };
}

/** A rectangle with a hole, which has the other direction. */
const BOX: readonly PathCommand[] = [
  { command: 'moveTo', args: [60, 0] },
  { command: 'lineTo', args: [540, 0] },
  { command: 'lineTo', args: [540, 720] },
  { command: 'lineTo', args: [60, 720] },
  { command: 'closePath', args: [] },
  { command: 'moveTo', args: [110, 50] },
  { command: 'lineTo', args: [110, 670] },
  { command: 'lineTo', args: [490, 670] },
  { command: 'lineTo', args: [490, 50] },
  { command: 'closePath', args: [] },
];

const letters = { moveTo: 'M', lineTo: 'L', quadraticCurveTo: 'Q', bezierCurveTo: 'C', closePath: 'Z' };

/** Path data of a glyph on a page, where `y` counts downwards. */
function outline(glyph: Glyph, left: number, baseLine: number, scale: number): string {
  const place = (value: number, i: number) =>
    round(i % 2 === 0 ? left + (glyph.x + value) * scale : baseLine - (glyph.y + value) * scale);
  return glyph.commands.map(({ command, args }) => letters[command] + args.map(place).join(' ')).join('');
}

const round = (value: number): number => Math.round(value * 100) / 100;

const escapeAttribute = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
