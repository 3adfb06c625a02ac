import { resolveObjectURL } from 'node:buffer';
import { availableParallelism } from 'node:os';
import { Worker as NodeWorker } from 'node:worker_threads';
import { putUpNavigator } from './webgpu-globals.ts';

/** In the worker: a browser's names for the port to the main thread. */
const PRELUDE = `
  const { parentPort } = require('node:worker_threads');
  globalThis.self = globalThis;
  globalThis.postMessage = (message) => parentPort.postMessage(message);
  parentPort.on('message', (data) => self.onmessage({ data }));
`;

/** As much of a browser's `Worker` as jax-js's pool of threads uses: a program from a blob, and messages. */
class BrowserWorker {
  onmessage: ((event: { readonly data: unknown }) => void) | null = null;
  onerror: ((error: Error) => void) | null = null;
  readonly #worker: Promise<NodeWorker>;

  constructor(url: string) {
    this.#worker = this.#start(url);
    this.#worker.catch((error: Error) => this.onerror?.(error));
  }

  postMessage(message: unknown): void {
    this.#worker.then((worker) => worker.postMessage(message)).catch(() => undefined);
  }

  async #start(url: string): Promise<NodeWorker> {
    const program = await resolveObjectURL(url)?.text();
    if (program === undefined) throw new Error(`There is no program at ${url}.`);
    const worker = new NodeWorker(PRELUDE + program, { eval: true });
    worker.on('message', (data: unknown) => this.onmessage?.({ data }));
    worker.on('error', (error: Error) => this.onerror?.(error));
    return worker;
  }
}

/** Gives the process a global `Worker`, and the number of cores that `navigator` tells. */
export function putUpWorker(): void {
  Object.assign(globalThis, { Worker: BrowserWorker });
  putUpNavigator({ hardwareConcurrency: availableParallelism() });
}
