import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, it } from 'vitest';

// Who may import whom (docs/architecture.md). `types` are folders of which only types may be imported.

interface Rule {
  readonly imports: readonly string[];
  readonly types?: readonly string[];
  readonly packages?: readonly RegExp[];
}

const NODE = /^node:/;
const rules: Readonly<Record<string, Rule>> = {
  errors: { imports: [] },
  kernels: { imports: ['errors'], types: ['engine'] },
  engine: { imports: ['errors'] },
  ops: { imports: ['engine', 'kernels', 'errors'] },
  data: { imports: ['errors'], types: ['engine'] },
  formats: { imports: ['errors'], types: ['engine'], packages: [/^fflate$/, /^h5wasm/] },
  nn: { imports: ['ops', 'engine', 'data', 'errors'], types: ['formats'] },
  evaluation: { imports: ['errors'], types: ['engine', 'data'] },
  verification: { imports: ['ops', 'engine', 'kernels', 'errors'] },
  charts: { imports: ['errors', 'evaluation'], types: ['nn'] },
  index: { imports: ['errors', 'engine', 'ops', 'nn', 'data', 'formats', 'evaluation', 'verification'] },
  node: {
    imports: ['index', 'errors', 'engine', 'ops', 'nn', 'data', 'formats', 'evaluation', 'verification', 'charts'],
    packages: [NODE, /^sharp$/, /^webgpu$/, /^fontkit$/, /^echarts\//],
  },
  browser: {
    imports: ['index', 'errors', 'engine', 'ops', 'nn', 'data', 'formats', 'evaluation', 'verification'],
  },
  predict: { imports: ['errors', 'engine', 'ops', 'nn', 'data', 'formats', 'browser'] },
  trainer: { imports: ['browser', 'index', 'errors', 'charts', 'nn', 'data'], packages: [/^echarts\//] },
  benchmarks: {
    imports: ['ops', 'nn', 'engine', 'errors'],
    types: ['data'],
    packages: [/^tinybench$/],
  },
  cli: { imports: ['index', 'node', 'benchmarks', 'errors', 'examples'], packages: [NODE, /^commander$/] },
};

const src = resolve('src');
const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  // AssemblyScript imports nothing but its own lib/.
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !file.startsWith('kernels/wasm/'))
  .sort();

interface Import {
  readonly from: string;
  readonly to: string;
  readonly typeOnly: boolean;
  readonly isReexport: boolean;
}

/** Import and re-export statements of a file; dynamic imports count as imports. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(src, file), 'utf8');
  const statements = text.matchAll(/^(import|export)\s+(type\s+)?([^'";]*?\sfrom\s+)?'([^']+)'/gm);
  const found = [...statements].map(([, keyword, type, names = '', to = '']) => ({
    from: file,
    to,
    typeOnly: type !== undefined || /^\{(\s*type\s+\w+( as \w+)?\s*,?)+\s*\}\s*from/.test(names.trim()),
    isReexport: keyword === 'export',
  }));
  const dynamic = [...text.matchAll(/\bimport\('([^']+)'\)/g)].map(([, to = '']) => ({
    from: file,
    to,
    typeOnly: false,
    isReexport: false,
  }));
  return [...found, ...dynamic];
}

const target = ({ from, to }: Import): string =>
  relative(src, resolve(src, dirname(from), to.replace(/\?(raw|base64)$/, '')));
const roomOf = (file: string): string => (file.replace(/^\.\.\//, '').split('/')[0] ?? file).replace(/\.ts$/, '');
const isLocal = ({ to }: Import): boolean => to.startsWith('.');
/** Bytes of data and WebAssembly, which travel within the build, are no code. */
const isBytes = ({ to }: Import): boolean => to.endsWith('?base64');
const imports = files.flatMap(importsOf).filter((found) => !isBytes(found));

it('knows every folder of src', () => {
  expect(files.map(roomOf).filter((room) => rules[room] === undefined)).toEqual([]);
  expect(imports.length).toBeGreaterThan(200);
});

it('has only the arrows that the architecture allows', () => {
  const broken = imports.filter(isLocal).filter((arrow) => {
    const [from, to] = [roomOf(arrow.from), roomOf(target(arrow))];
    const rule = rules[from];
    return !(from === to || rule?.imports.includes(to) || (arrow.typeOnly && rule?.types?.includes(to)));
  });
  expect(broken.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

it('imports packages only where the architecture allows', () => {
  const broken = imports
    .filter((arrow) => !isLocal(arrow))
    .filter(({ from, to }) => {
      const allowed = rules[roomOf(from)]?.packages ?? [];
      return !allowed.some((pattern) => pattern.test(to));
    });
  expect(broken.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

// TypeScript knows what pages have everywhere, since one program holds all of the library.
it('touches what only pages have in the rooms for pages', () => {
  const ofPages = /\b(document|navigator|localStorage|sessionStorage)\.|\b(indexedDB|OffscreenCanvas|HTML\w+Element)\b/;
  const touching = files.filter((file) => ofPages.test(readFileSync(join(src, file), 'utf8')));
  const rooms = [...new Set(touching.map(roomOf))].sort();
  expect(rooms).toEqual(['browser', 'trainer']);
});

it('re-exports only in index files', () => {
  const broken = imports.filter(({ from, isReexport }) => isReexport && !/(^|\/)index\.ts$/.test(from));
  expect(broken.map(({ from, to }) => `${from} re-exports ${to}`)).toEqual([]);
});

it('has no import cycle', () => {
  const arrows = new Map<string, string[]>();
  for (const arrow of imports.filter((candidate) => isLocal(candidate) && !candidate.typeOnly)) {
    arrows.set(arrow.from, [...(arrows.get(arrow.from) ?? []), target(arrow)]);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || done.has(file)) return;
    for (const next of arrows.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of files) visit(file, []);
  expect(cycles).toEqual([]);
});

it('keeps files short and their names telling', () => {
  const lines = (file: string) => readFileSync(join(src, file), 'utf8').split('\n').length;
  expect(files.filter((file) => lines(file) > 300)).toEqual([]);
  expect(files.filter((file) => /(^|\/)(utils?|helpers?|common|misc|types)\.ts$/.test(file))).toEqual([]);
});
