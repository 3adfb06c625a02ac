/** The library in the pages of tests (`test/support/page-server.ts`). */
declare const cnnGpu: typeof import('../../src/browser/index.ts');
