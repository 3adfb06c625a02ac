import { fileURLToPath } from 'node:url';

const source = (path: string): string => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

/** The package's names stand for its sources: the programs in `examples` import them as users do. */
export const packageSources = [
  { find: /^cnn-gpu$/, replacement: source('index.ts') },
  { find: /^cnn-gpu\/node$/, replacement: source('node/index.ts') },
  { find: /^cnn-gpu\/browser$/, replacement: source('browser/index.ts') },
];
