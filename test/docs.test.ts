import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

// Code in the documentation is of two kinds. A block that opens with a comment naming a file is an excerpt of that file:
// its lines stand there in the same order, and `…` in a comment of its own marks what is left out. Every other `ts`
// block is a whole program, which must type-check. Blocks of other languages (`text`, `sh`) are not looked at.

const root = resolve('.');
const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...markdownIn('docs')];

function markdownIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => name.endsWith('.md'))
    .sort()
    .map((name) => join(folder, name));
}

interface Block {
  /** Where it stands: `README.md:12`. */
  readonly place: string;
  readonly language: string;
  readonly lines: readonly string[];
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(({ index, 1: language = '', 2: code = '' }) => ({
    place: `${page}:${text.slice(0, index).split('\n').length}`,
    language,
    lines: code.trimEnd().split('\n'),
  }));
}

const blocks = pages.flatMap(blocksOf).filter(({ language }) => ['ts', 'wgsl'].includes(language));
const sourceOf = ({ lines }: Block): string | undefined => /^\/\/ ([\w./-]+\.(?:ts|wgsl))$/.exec(lines[0] ?? '')?.[1];
const excerpts = blocks.filter((block) => sourceOf(block) !== undefined);
const programs = blocks.filter((block) => sourceOf(block) === undefined);

/** Lines without their indentation: an excerpt may stand further to the left than in its file. */
const flush = (lines: readonly string[]): string => lines.map((line) => line.trim()).join('\n');

describe.each(excerpts.map((block) => ({ block, title: `${block.place}, from ${sourceOf(block)}` })))(
  '$title',
  ({ block }) => {
    it('stands in its file', () => {
      const file = flush(readFileSync(sourceOf(block) as string, 'utf8').split('\n'));
      const parts = flush(block.lines.slice(1)).split(/^\/\/ …$/m);
      let from = 0;
      for (const part of parts.map((text) => text.trim())) {
        const at = file.indexOf(part, from);
        expect(at, `not found in this order:\n${part}`).toBeGreaterThanOrEqual(0);
        from = at + part.length;
      }
    });
  },
);

it('has programs that type-check', { timeout: 60_000 }, () => {
  const texts = new Map(programs.map(({ lines }, i) => [join(root, `documented-program-${i}.ts`), lines.join('\n')]));
  expect(programs.every(({ language }) => language === 'ts')).toBe(true);
  expect(texts.size).toBeGreaterThan(0);
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  config.compilerOptions.noUnusedLocals = false;
  const entries = ['node', 'browser', 'predict', 'trainer'];
  config.compilerOptions.paths = {
    'cnn-gpu': ['./src/index.ts'],
    ...Object.fromEntries(entries.map((entry) => [`cnn-gpu/${entry}`, [`./src/${entry}/index.ts`]])),
  };
  const { options } = ts.parseJsonConfigFileContent(config, { ...ts.sys, readDirectory: () => [] }, root);
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists } = host;
  host.readFile = (path) => texts.get(path) ?? readFile(path);
  host.fileExists = (path) => texts.has(path) || fileExists(path);
  const program = ts.createProgram([...texts.keys()], options, host);
  const problems = [...texts.keys()].flatMap((path, i) => {
    const file = program.getSourceFile(path);
    const diagnostics = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    return diagnostics.map(({ messageText }) => {
      return `${programs[i]?.place}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
  });
  expect(problems).toEqual([]);
});

it('links only to files that exist', () => {
  const broken = pages.flatMap((page) => {
    const links = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)];
    return links
      .map(([, link = '']) => link)
      .filter((link) => !existsSync(join(dirname(page), link)))
      .map((link) => `${page} links to ${link}`);
  });
  expect(broken).toEqual([]);
});
