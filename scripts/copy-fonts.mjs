// Copies the font that charts are drawn with to fonts/: one file for each range of characters, so that only those of the
// characters drawn are read, with the table of ranges and the license.
import { copyFileSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = dirname(fileURLToPath(import.meta.resolve('@fontsource/noto-sans-sc/unicode.json')));
const target = join(root, 'fonts', 'noto-sans-sc');

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
for (const name of ['unicode.json', 'LICENSE']) copyFileSync(join(source, name), join(target, name));
const ranges = JSON.parse(readFileSync(join(source, 'unicode.json'), 'utf8'));
// Numbered ranges stand in brackets.
const names = Object.keys(ranges).map((key) => key.replace(/[[\]]/g, ''));
for (const name of names) {
  copyFileSync(join(source, 'files', `noto-sans-sc-${name}-400-normal.woff2`), join(target, `${name}.woff2`));
}
console.log(`fonts/noto-sans-sc  ${names.length} files`);
