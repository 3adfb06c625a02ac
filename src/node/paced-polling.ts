import type { AskGpu } from '../engine/webgpu/ask-gpu.ts';

/** After this long without an answer, in milliseconds, the GPU is looked at less often. */
const PATIENCE = 2;
/** The share of the time waited so far after which it is looked at again, and the longest time between two looks. */
const SHARE = 1 / 16;
const LONGEST = 10;

/** When something was last asked or answered. */
let last = 0;

/**
 * Asks Dawn for a promise. While one is open, Dawn for Node looks in every turn of the event loop whether the GPU is done,
 * by `setImmediate`: that takes a whole core, which a software adapter or the decoding of images could use. So Dawn is
 * handed another `setImmediate`, in its own calls only, that waits a little where the answer takes long. It is found a
 * millisecond or 6 % late at most.
 */
export const pacedPolling: AskGpu = (ask) => {
  last = performance.now();
  return withImmediate(later, ask).finally(() => {
    last = performance.now();
  });
};

const { setImmediate: atOnce, setTimeout } = globalThis;

const later = ((look: () => void) => {
  const waited = performance.now() - last;
  // Its next look is asked for within this one.
  const paced = () => withImmediate(later, look);
  return waited < PATIENCE ? atOnce(paced) : setTimeout(paced, Math.min(waited * SHARE, LONGEST));
}) as typeof setImmediate;

/** Runs something synchronous with another `setImmediate` in place of the global one. */
function withImmediate<T>(replacement: typeof setImmediate, run: () => T): T {
  const original = globalThis.setImmediate;
  globalThis.setImmediate = replacement;
  try {
    return run();
  } finally {
    globalThis.setImmediate = original;
  }
}
