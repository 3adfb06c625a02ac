import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';
import { shortenWgslLocals } from './shorten-wgsl-locals.ts';

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

/**
 * Keeps words apart, and operators: `a - -b` must not become `a--b`. WGSL has no strings, so what looks like a comment is
 * one.
 */
export function squeezeWgsl(text: string): string {
  return shortenWgslLocals(withoutComments(text))
    .trim()
    .replace(/\s+/g, (space, at: number, all: string) =>
      isApart(all[at - 1] as string, all[at + space.length] as string) ? ' ' : '',
    )
    .replace(/,(?=[)}\]])/g, '');
}

const isApart = (before: string, after: string): boolean =>
  [/\w/, /[-+*/%&|^<>=!~]/].some((kind) => kind.test(before) && kind.test(after));

/** Block comments nest in WGSL. */
function withoutComments(text: string): string {
  let kept = '';
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const pair = text.slice(at, at + 2);
    if (pair === '/*') {
      depth++;
      at++;
    } else if (depth > 0) {
      if (pair !== '*/') continue;
      depth--;
      at++;
      kept += ' ';
    } else if (pair === '//') {
      const end = text.indexOf('\n', at);
      at = end < 0 ? text.length : end - 1;
    } else {
      kept += text[at];
    }
  }
  return kept;
}
