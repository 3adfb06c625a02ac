import { readFile } from 'node:fs/promises';
import type { Plugin } from 'vite';

const QUERY = '?base64';

/**
 * `import text from './file?base64'` gives the bytes of a file as text, so that they travel within the build: a page
 * needs no address for them, whatever bundler it is made with, and no network.
 */
export const base64Files = (): Plugin => ({
  name: 'base64-files',
  enforce: 'pre',
  async resolveId(source, importer) {
    if (!source.endsWith(QUERY)) return null;
    const file = await this.resolve(source.slice(0, -QUERY.length), importer, { skipSelf: true });
    return file && `${file.id}${QUERY}`;
  },
  async load(id) {
    if (!id.endsWith(QUERY)) return null;
    const bytes = await readFile(id.slice(0, -QUERY.length));
    return `export default ${JSON.stringify(bytes.toString('base64'))};`;
  },
});
