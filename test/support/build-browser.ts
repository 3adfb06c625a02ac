import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the tests' own build for pages lies. */
    browserFolder: string;
  }
}

let folder = '';

/** Builds what pages load once for all tests, as `npm run build` does. */
export async function setup({ provide }: TestProject): Promise<void> {
  folder = await mkdtemp(join(resolve('node_modules'), '.cnn-gpu-browser-'));
  await build({
    configFile: resolve('vite.browser.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, sourcemap: false },
  });
  provide('browserFolder', folder);
}

export const teardown = (): Promise<void> => rm(folder, { recursive: true, force: true });
