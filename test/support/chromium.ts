import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, inject } from 'vitest';
import type {} from './build-browser.ts';
import { launchChromium } from './launch-chromium.ts';
import { type ServedFiles, servePages } from './page-server.ts';

/** How a page is opened. */
export interface PageOptions {
  /** Whether it is cross-origin isolated. Default true. */
  readonly isolated?: boolean;
  /** Files that it can load besides the build, by path. */
  readonly files?: ServedFiles;
  /** A folder that is served instead of the build. */
  readonly folder?: string;
  /** The path to open. Default `/`, an empty page. */
  readonly path?: string;
  /** What the browser context takes: viewport, color scheme, permissions. */
  readonly context?: Parameters<Browser['newContext']>[0];
  /** Runs in the page before any of its scripts. */
  readonly init?: () => void;
}

/** A headless Chromium with WebGPU on its software adapter. */
export interface RunningChromium {
  readonly browser: Browser;
  /**
   * Opens a page in a context of its own, on a server of its own. In it, `cnnGpu` is the library. Errors that nothing in
   * the page catches are thrown by `close`.
   */
  open(options?: PageOptions): Promise<Page>;
}

/** One that is to be closed. */
export interface TestBrowser extends RunningChromium {
  close(): Promise<void>;
}

/** Starts the Chromium of the package `@sparticuz/chromium`. Close it when done. */
export async function startChromium({ flags = [] }: { readonly flags?: readonly string[] } = {}): Promise<TestBrowser> {
  const browser = await launchChromium(flags);
  const opened: { context: BrowserContext; close(): Promise<void> }[] = [];
  const errors: Error[] = [];
  return {
    browser,
    async open({ isolated = true, files = {}, folder, path = '/', context: options, init }: PageOptions = {}) {
      const server = await servePages(files, { isolated, build: inject('browserFolder'), folder });
      const context = await browser.newContext({ ...options, baseURL: server.origin });
      opened.push({ context, close: server.close });
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(error));
      if (init !== undefined) await page.addInitScript(init);
      await page.goto(path);
      return page;
    },
    async close() {
      for (const { context, close } of opened) {
        await context.close();
        await close();
      }
      await browser.close();
      if (errors.length > 0) throw new AggregateError(errors, `Uncaught in a page: ${errors.map(String).join('; ')}`);
    },
  };
}

/** Call at the top of a test file; the browser runs from before its tests until after them. */
export function chromiumForTests(options?: Parameters<typeof startChromium>[0]): RunningChromium {
  let started: TestBrowser | undefined;
  beforeAll(async () => {
    started = await startChromium(options);
  });
  afterAll(() => started?.close());
  const running = (): TestBrowser => {
    if (started === undefined) throw new Error('Chromium does not run yet: open pages in tests and hooks.');
    return started;
  };
  return {
    get browser() {
      return running().browser;
    },
    open: (page) => running().open(page),
  };
}
