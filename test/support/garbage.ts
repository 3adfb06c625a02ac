import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** Collects garbage until `done` holds, at most 100 times; finalizers of what was collected have run by then. */
export async function collectGarbageUntil(done: () => boolean): Promise<void> {
  for (let turn = 0; turn < 100 && !done(); turn++) {
    await new Promise(setImmediate); // V8 spares what a WeakRef gave in this turn
    collectGarbage();
    await new Promise(setImmediate);
  }
  await new Promise(setImmediate);
}
