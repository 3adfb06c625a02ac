import { defineConfig } from 'vitest/config';
import { packageSources } from './scripts/package-sources.ts';

// `unit` needs no GPU and takes seconds. `gpu` runs the WGSL kernels on Dawn, on whatever adapter there is: one worker,
// so that a single device serves all of its files.
const gpu = [
  'test/ops/**/*.test.ts',
  'test/kernels/**/*.test.ts',
  'test/gpu/**/*.test.ts',
  'test/training/**/*.test.ts',
];

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: packageSources },
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...gpu, 'test/cli/**', 'test/package/**', 'test/examples/**', 'test/browser/**'],
        },
      },
      {
        resolve: { alias: packageSources },
        test: {
          name: 'examples',
          include: ['test/examples/**/*.test.ts'],
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'gpu',
          include: gpu,
          pool: 'forks',
          isolate: false,
          fileParallelism: false,
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          globalSetup: ['test/support/build-browser.ts'],
          // What a page does takes its time where other tests run beside it.
          expect: { poll: { timeout: 30_000 } },
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          globalSetup: ['test/support/packed-package.ts'],
          pool: 'forks',
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
      {
        test: {
          name: 'command',
          include: ['test/cli/**/*.test.ts'],
          globalSetup: ['test/support/build-cli.ts'],
          pool: 'forks',
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
