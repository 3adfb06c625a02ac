import { defineConfig } from 'vite';
import { version } from './package.json' with { type: 'json' };
import { base64Files } from './scripts/base64-files.ts';
import { quotedAddresses } from './scripts/quoted-addresses.ts';
import { squeezedWgsl } from './scripts/squeeze-wgsl.ts';
import { thirdPartyLicenses } from './scripts/third-party-licenses.ts';

// The library for pages: whole, since a page without a bundler finds no packages, and small. All entries share their
// files, so there is one engine in a page whichever of them it imports.
export default defineConfig({
  plugins: [base64Files(), squeezedWgsl(), quotedAddresses(), thirdPartyLicenses()],
  define: {
    __VERSION__: JSON.stringify(version),
    __TRAINING_WORKER__: JSON.stringify('./training-worker.js'),
    // The charting library asks for it.
    'process.env.NODE_ENV': JSON.stringify('production'),
  },
  publicDir: false,
  build: {
    target: 'es2022',
    // Vite's own minifying leaves the white space of libraries, to keep the marks of what has no side effects.
    minify: false,
    sourcemap: true,
    outDir: 'dist/browser',
    emptyOutDir: true,
    lib: {
      entry: {
        index: 'src/index.ts',
        browser: 'src/browser/index.ts',
        predict: 'src/predict/index.ts',
        'training-worker': 'src/browser/training-worker.ts',
        trainer: 'src/trainer/index.ts',
      },
      formats: ['es'],
    },
    rolldownOptions: {
      platform: 'browser',
      output: {
        minify: { compress: true, mangle: true, codegen: { removeWhitespace: true } },
        // The marks, by which bundlers leave out what a page does not use.
        comments: { annotation: true, legal: true, jsdoc: false },
        // Texts of kernels side by side, in which much is alike, compress to less.
        codeSplitting: { groups: [{ name: 'kernels', test: /\.wgsl\?raw$/, entriesAware: true }] },
      },
    },
  },
});
