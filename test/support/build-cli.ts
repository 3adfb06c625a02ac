import { resolve } from 'node:path';
import { build } from 'vite';

/** Where the tests' own build of the command lies: inside the package, as it looks for its data above itself. */
export const CLI_FOLDER = resolve('node_modules/.cache/cnn-gpu-cli');

/** Builds the command once for all of its tests, as `npm run build` does: a process from the sources starts slowly. */
export async function setup(): Promise<void> {
  await build({ logLevel: 'error', build: { outDir: CLI_FOLDER, emptyOutDir: true, sourcemap: false } });
}
