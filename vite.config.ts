import { defineConfig } from 'vite';
import { packageSources } from './scripts/package-sources.ts';
import { thirdPartyLicenses } from './scripts/third-party-licenses.ts';

// The library: one file per entry, with the WGSL texts inlined. Declarations come from `tsc` (tsconfig.build.json). The
// charting library and the font engine are within the build, in files that are loaded when a chart is drawn.
export default defineConfig({
  plugins: [thirdPartyLicenses()],
  // `train --recipe` runs the programs in `examples`.
  resolve: { alias: packageSources },
  build: {
    target: 'es2022',
    minify: false,
    sourcemap: true,
    lib: {
      entry: { index: 'src/index.ts', node: 'src/node/index.ts', cli: 'src/cli/main.ts' },
      formats: ['es'],
    },
    rolldownOptions: {
      external: [/^node:/, 'webgpu', 'sharp', 'commander', 'tinybench', 'fflate', /^h5wasm/],
      platform: 'node',
    },
  },
});
