import { nextTask } from './next-task.ts';

/** Milliseconds of work after which the page gets its turn. */
const TURN = 12;

/**
 * Divides long work: the result is to be awaited often within it, and lets the page handle what waits (input, drawing)
 * where enough time has passed.
 */
export function turns(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < TURN) return;
    await nextTask();
    since = performance.now();
  };
}
