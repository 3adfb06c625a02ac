import { nextTask } from './next-task.ts';

/**
 * Divides long work: the result is to be awaited often within it, and gives the thread back for a moment, to input,
 * drawing and messages, where enough time has passed.
 *
 * @param work milliseconds of work between; default 12, so that a page has its frames.
 */
export function turns(work = 12): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < work) return;
    await nextTask();
    since = performance.now();
  };
}
