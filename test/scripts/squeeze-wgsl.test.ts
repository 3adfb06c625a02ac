import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { shortenWgslLocals } from '../../scripts/shorten-wgsl-locals.ts';
import { squeezeWgsl } from '../../scripts/squeeze-wgsl.ts';

it.each([
  ['comments to the end of a line', 'a // b\nc', 'a c'],
  ['a comment at the end', 'a; // b', 'a;'],
  ['comments over lines, which nest', 'a/* b /* c */ d\n*/e', 'a e'],
  ['a comment in a comment', 'a; // b /* c\nd; /* // */ e;', 'a;d;e;'],
  ['division and multiplication', 'a / b * c', 'a/b*c'],
])('leaves out %s', (_what, text, squeezed) => {
  expect(squeezeWgsl(text)).toBe(squeezed);
});

it.each([
  ['words', 'enable  subgroups;\nconst A = 1u ;', 'enable subgroups;const A=1u;'],
  ['operators that would be another', 'a - -b + c & &d', 'a- -b+c& &d'],
  ['attributes', '@compute @workgroup_size(8, 8)\nfn f() -> u32 {}', '@compute@workgroup_size(8,8)fn f()->u32{}'],
])('keeps %s apart', (_what, text, squeezed) => {
  expect(squeezeWgsl(text)).toBe(squeezed);
});

it('leaves out commas at the end of lists', () => {
  expect(squeezeWgsl('struct P {\n  size: u32, scale: f32,\n}\nf(\n  a,\n  b,\n);')).toBe(
    'struct P{size:u32,scale:f32}f(a,b);',
  );
});

it('shortens parameters and variables, but no members, functions and bindings', () => {
  expect(
    shortenWgslLocals(
      'fn sum(first: u32, pair: Pair) -> u32 { let total = first + pair.first; return half(total) + x[a]; }',
    ),
  ).toBe('fn sum(b: u32, c: Pair) -> u32 { let d = b + c.first; return half(d) + x[a]; }');
});

it('keeps names that mean something else before', () => {
  const text =
    'fn f(i: u32) { let value = value(i); y[i] = mean[i]; let mean = 2; for (var row = mean; row < 3; row++) {} }';
  expect(shortenWgslLocals(text)).toBe(
    'fn f(i: u32) { let value = value(i); y[i] = mean[i]; let mean = 2; for (var a = mean; a < 3; a++) {} }',
  );
});

it('gives two names within a function two letters, and each function its own', () => {
  expect(shortenWgslLocals('fn f(one: u32) { let two = one; }\nfn g(three: u32) { let four = three; }')).toBe(
    'fn f(a: u32) { let b = a; }\nfn g(a: u32) { let b = a; }',
  );
});

it('changes nothing that it has squeezed, and makes each kernel smaller', () => {
  const folder = 'src/kernels/wgsl';
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.wgsl'));
  expect(files.length).toBeGreaterThan(100);
  for (const file of files) {
    const text = readFileSync(join(folder, file), 'utf8');
    const squeezed = squeezeWgsl(text);
    expect(squeezeWgsl(squeezed), file).toBe(squeezed);
    expect(squeezed.length, file).toBeLessThan(text.length);
    expect(squeezed, file).not.toMatch(/\n|\/\/|\/\*/);
  }
});
