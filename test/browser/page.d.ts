/** The library in the pages of tests (`test/support/page-server.ts`). */
declare const cnnGpu: typeof import('../../src/browser/index.ts');

/** In pages of `openWithValues` (`test/support/models-in-pages.ts`). */
declare const valuesOf: typeof import('../support/models-in-pages.ts').modelValues;

/** In pages of `openWithTask` (`test/support/training-in-pages.ts`). */
declare const pageTask: () => import('../support/training-in-pages.ts').Task;
