// Lets Node run the sources as Vite does: `import text from './kernel.wgsl?raw'` gives the file's text.
import { register } from 'node:module';

const hooks = `
  import { readFile } from 'node:fs/promises';
  export async function load(url, context, next) {
    if (!url.endsWith('.wgsl?raw')) return next(url, context);
    const text = await readFile(new URL(url.slice(0, -4)), 'utf8');
    return { format: 'module', source: 'export default ' + JSON.stringify(text), shortCircuit: true };
  }
`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);
