import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const QUERY = '.wgsl?raw';

/** The texts of kernels without comments and without space that means nothing: pages load them, nobody reads them there. */
export const squeezedWgsl = (): Plugin => ({
  name: 'squeeze-wgsl',
  enforce: 'pre',
  async load(id) {
    if (!id.endsWith(QUERY)) return null;
    return `export default ${JSON.stringify(squeezeWgsl(await readFile(id.slice(0, -'?raw'.length), 'utf8')))};`;
  },
});

/** WGSL has no strings, so what looks like a comment is one. */
export function squeezeWgsl(text: string): string {
  return `${text
    .replace(/\/\/.*$/gm, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{}()[\];,:=<>*/|^%]) ?/g, '$1')
    .trim()}\n`;
}
