import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');
const text = readFileSync(join(root, 'docs/from-keras.md'), 'utf8');

/** Numbers of rows that each program's table has. */
const rows = { S0: 14, S1: 9, S2: 22, S3: 10, S4: 11 };

it('has a row for everything that the five tutorials use', () => {
  for (const [program, count] of Object.entries(rows)) {
    const found = [...text.matchAll(new RegExp(`^\\| ${program}-(\\d+) \\|`, 'gm'))].map(([, number]) =>
      Number(number),
    );
    expect(found).toEqual(Array.from({ length: count }, (_, i) => i + 1));
  }
});

it('names files that exist', () => {
  const names = [...text.matchAll(/`((?:test|examples|docs)\/[\w./-]+\.(?:ts|md))`/g)].map(
    ([, name]) => name as string,
  );
  expect(names.length).toBeGreaterThan(60);
  expect([...new Set(names)].filter((name) => !existsSync(join(root, name)))).toEqual([]);
});
