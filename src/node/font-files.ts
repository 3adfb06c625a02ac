import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, type Font } from 'fontkit';
import { DataError } from '../errors.ts';
import { packageFolder } from './package-folder.ts';

// Noto Sans SC (SIL Open Font License 1.1): Latin, Cyrillic and Chinese in files of about a hundred ranges of
// characters. Only those of the characters drawn are read.

/** First and last code points, both inclusive. */
type Range = readonly [number, number];

let ranges: ReadonlyMap<string, readonly Range[]> | undefined;
const fonts = new Map<string, Font>();

/**
 * The font file that has a character, Latin ones first; null where none has.
 *
 * @throws DataError when the fonts are missing from the installed package.
 */
export function fontWith(character: string): Font | null {
  const file = fileWith(character);
  return file === null ? null : open(file);
}

/**
 * A style sheet that brings the fonts of a page's Chinese characters with it, for machines that have none; empty where
 * there are no such characters. Each file is about 40 kB.
 *
 * @param family what the style sheet of the page calls the font.
 */
export function embeddedFonts(text: string, family: string): string {
  const characters = new Set([...text].filter((character) => character >= '\u2e80'));
  const files = new Set([...characters].map(fileWith).filter((file) => file !== null));
  return [...files]
    .map((file) => {
      const bytes = readFileSync(join(folder(), `${file}.woff2`)).toString('base64');
      const list = (ranges?.get(file) ?? []).map(([first, last]) => `U+${first.toString(16)}-${last.toString(16)}`);
      const source = `url(data:font/woff2;base64,${bytes}) format("woff2")`;
      return `@font-face { font-family: "${family}"; src: ${source}; unicode-range: ${list.join(', ')} }\n`;
    })
    .join('');
}

function fileWith(character: string): string | null {
  const code = character.codePointAt(0) as number;
  ranges ??= readRanges();
  for (const [file, list] of ranges) {
    // The table names some characters that the files do not have.
    if (list.some(([first, last]) => code >= first && code <= last) && open(file).hasGlyphForCodePoint(code))
      return file;
  }
  return null;
}

const folder = (): string => join(packageFolder(), 'fonts', 'noto-sans-sc');

function open(file: string): Font {
  let font = fonts.get(file);
  if (font === undefined) {
    font = create(readFileSync(join(folder(), `${file}.woff2`))) as Font;
    fonts.set(file, font);
  }
  return font;
}

/** The ranges of each file, from a table that has the Latin ones last. */
function readRanges(): ReadonlyMap<string, readonly Range[]> {
  const path = join(folder(), 'unicode.json');
  if (!existsSync(path)) {
    throw new DataError(
      `The font that charts are drawn with is not at ${path}. Install cnn-gpu again; in a checkout, run: npm run build:fonts`,
      { path },
    );
  }
  const table = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>).reverse();
  // Numbered files stand in brackets.
  return new Map(table.map(([key, list]) => [key.replace(/[[\]]/g, ''), list.split(',').map(rangeOf)]));
}

/** `U+4e00-4eff` or `U+4e00`. */
function rangeOf(text: string): Range {
  const [first = '', last = first] = text.slice(2).split('-');
  return [Number.parseInt(first, 16), Number.parseInt(last, 16)];
}
