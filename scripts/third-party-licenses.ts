import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** Adds the licenses of all packages within the build as `third-party-licenses.txt`. */
export const thirdPartyLicenses = (): Plugin => ({
  name: 'third-party-licenses',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
    const files = modules.map((id) => id.replace(/^\0|\?.*$/g, '')).filter((id) => id.includes('/node_modules/'));
    const folders = [...new Set(files.map(packageFolder))].sort();
    if (folders.length === 0) return;
    this.emitFile({ type: 'asset', fileName: 'third-party-licenses.txt', source: folders.map(sectionOf).join('\n') });
  },
});

interface Manifest {
  readonly name: string;
  readonly version?: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));

/** The nearest folder above a file whose package.json has a version; others only say what kind of modules lie there. */
function packageFolder(file: string): string {
  let folder = dirname(file);
  while (!existsSync(join(folder, 'package.json')) || manifestOf(folder).version === undefined)
    folder = dirname(folder);
  return folder;
}

function sectionOf(folder: string): string {
  const { name, version, license, author } = manifestOf(folder);
  const by = typeof author === 'object' ? author.name : author;
  const texts = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice|copying)(\.\w+)?$/i.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim());
  const title = [`${name} ${version}`, license, by].filter(Boolean).join(', ');
  return `${'='.repeat(80)}\n${title}\n\n${texts.join('\n\n')}\n`;
}
