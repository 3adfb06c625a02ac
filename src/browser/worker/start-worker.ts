import { WorkerError } from '../../errors.ts';

/** Set by the build; written as a text here, the build would take the worker for a file of its own. */
declare const __TRAINING_WORKER__: string;

/**
 * Starts the worker of `trainInWorker` from the file beside this one. Bundlers find it by the form of the expression.
 *
 * @throws WorkerError when the page or the browser does not allow it.
 */
export function startWorker(): Worker {
  try {
    if (isFromElsewhere()) return new Worker(importingScript(), { type: 'module', name: 'cnn-gpu training' });
    return new Worker(new URL(__TRAINING_WORKER__, import.meta.url), { type: 'module' });
  } catch (cause) {
    throw new WorkerError(`The page cannot start a worker: ${(cause as Error).message} ${ADVICE}`, {}, { cause });
  }
}

/** What can be done where a worker does not start. */
export const ADVICE =
  'The file training-worker.js of cnn-gpu must lie beside the others, and the Content-Security-Policy, if there is one, ' +
  'must allow it (worker-src). With a bundler that does not find it, hand in the option worker, a function that starts ' +
  '"cnn-gpu/browser/training-worker" in its way.';

/** Whether the library comes from another site than the page, a content delivery network: its workers are refused. */
const isFromElsewhere = (): boolean => new URL(import.meta.url).origin !== location.origin;

let script: string | null = null;

/** A script of the page's own that imports the worker. Its address is put together so that no bundler takes it for a file. */
function importingScript(): string {
  const file = import.meta.url.replace(/[^/]*$/, __TRAINING_WORKER__.slice(2));
  script ??= URL.createObjectURL(new Blob([`import ${JSON.stringify(file)};`], { type: 'text/javascript' }));
  return script;
}
