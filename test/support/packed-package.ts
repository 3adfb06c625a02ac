import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { TestProject } from 'vitest/node';
import { decodeTar } from '../../src/formats/tar.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The package as it ships, in a project of its own. */
    packed: PackedPackage;
  }
}

/** Where the packed package lies. */
export interface PackedPackage {
  /** The clone that it was built in. */
  readonly copy: string;
  /** A project in which it is installed. */
  readonly project: string;
  /** The names of its files. */
  readonly names: string[];
}

/** Runs a command to its end; its output is part of the error when it fails. */
export function run(command: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}:\n${stdout}\n${stderr}`);
  return stdout;
}

const BUILT_FROM = [
  'bin',
  'examples',
  'scripts',
  'src',
  'web',
  'data',
  'package.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'vite.config.ts',
  'vite.browser.config.ts',
  'README.md',
  'LICENSE',
  'CHANGELOG.md',
];

/** Linked, not installed: the tests need no network. The last brings the software adapter. */
const DEPENDENCIES = ['commander', 'fflate', 'h5wasm', 'tinybench', 'webgpu', 'sharp', '@sparticuz/chromium'];

let folder = '';

/** Builds and packs the package once for all tests, outside of the repository, whose packages it must not find. */
export function setup({ provide }: TestProject): void {
  const root = resolve('.');
  folder = mkdtempSync(join(tmpdir(), 'cnn-gpu-package-'));
  // A copy, so that the build does not take the checkout's own dist away from under whoever uses it.
  const copy = join(folder, 'copy');
  for (const name of BUILT_FROM) cpSync(join(root, name), join(copy, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  run('npm', ['run', 'build'], copy);
  const tarball = run('npm', ['pack', '--ignore-scripts', '--silent'], copy).trim();
  const files = decodeTar(gunzipSync(readFileSync(join(copy, tarball))));

  const project = join(folder, 'project');
  for (const [name, bytes] of files) {
    const path = join(project, 'node_modules', 'cnn-gpu', name.replace(/^package\//, ''));
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, bytes);
  }
  for (const dependency of DEPENDENCIES) {
    const link = join(project, 'node_modules', dependency);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(root, 'node_modules', dependency), link);
  }
  writeFileSync(join(project, 'package.json'), JSON.stringify({ name: 'consumer', type: 'module' }));
  provide('packed', { copy, project, names: [...files.keys()].map((name) => name.replace(/^package\//, '')) });
}

export const teardown = (): void => rmSync(folder, { recursive: true, force: true });
