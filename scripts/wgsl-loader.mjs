// Lets Node run the sources as Vite does: `import text from './kernel.wgsl?raw'` gives the file's text, and the package's
// name stands for its sources.
import { register } from 'node:module';

const hooks = `
  import { readFile } from 'node:fs/promises';
  const sources = { 'cnn-gpu': 'index.ts', 'cnn-gpu/node': 'node/index.ts' };
  export async function resolve(specifier, context, next) {
    const source = sources[specifier];
    return next(source === undefined ? specifier : new URL(source, ${JSON.stringify(new URL('../src/', import.meta.url).href)}).href, context);
  }
  export async function load(url, context, next) {
    if (!url.endsWith('.wgsl?raw')) return next(url, context);
    const text = await readFile(new URL(url.slice(0, -4)), 'utf8');
    return { format: 'module', source: 'export default ' + JSON.stringify(text), shortCircuit: true };
  }
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
