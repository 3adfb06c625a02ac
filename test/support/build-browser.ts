import { resolve } from 'node:path';
import { build } from 'vite';

/** Where the tests' own build for pages lies. */
export const BROWSER_FOLDER = resolve('node_modules/.cache/cnn-gpu-browser');

/** Builds what pages load once for all tests, as `npm run build` does. */
export async function setup(): Promise<void> {
  await build({
    configFile: resolve('vite.browser.config.ts'),
    logLevel: 'error',
    build: { outDir: BROWSER_FOLDER, emptyOutDir: true, sourcemap: false },
  });
}
