import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig, type Plugin } from 'vite';

/** npm makes a command executable when it links it, but not when a later build writes it anew. */
const executableCommand: Plugin = {
  name: 'executable-command',
  writeBundle: ({ dir }) => chmodSync(join(dir ?? 'dist', 'cli.js'), 0o755),
};

// The library: one file per entry, with the WGSL texts inlined. Declarations come from `tsc` (tsconfig.build.json).
export default defineConfig({
  plugins: [executableCommand],
  build: {
    target: 'es2022',
    minify: false,
    sourcemap: true,
    lib: {
      entry: { index: 'src/index.ts', node: 'src/node/index.ts', cli: 'src/cli/main.ts' },
      formats: ['es'],
    },
    rolldownOptions: {
      external: [/^node:/, 'webgpu', 'sharp', 'commander', 'tinybench'],
      platform: 'node',
    },
  },
});
