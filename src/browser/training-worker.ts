/**
 * What runs in the worker of `trainInWorker`. A bundler that makes one file of a worker needs nothing besides: whatever
 * is loaded on demand comes from the page.
 *
 * @packageDocumentation
 */
import type { Batch } from '../data/batch.ts';
import type { Dataset } from '../data/dataset.ts';
import { makeTuner } from '../engine/webgpu/tuner.ts';
import { imageDatasetFromDescription } from './described-image-dataset.ts';
import { writeStore } from './model-store.ts';
import { openDevice } from './open-device.ts';
import { openHostDevice } from './open-host-device.ts';
import type { PageMessage, WorkerMessage } from './worker/messages.ts';
import { TrainingSession } from './worker/training-session.ts';

/** The part of a worker's global scope that is used; the DOM's types are those of a page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<PageMessage>) => void) | null;
  postMessage(message: WorkerMessage, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as WorkerScope;
const session = new TrainingSession(scope, {
  openDevice: (settings, cpuModule) =>
    openDevice(settings, { openHost: (kind, threads) => openHostDevice(kind, threads, cpuModule), makeTuner }),
  // Where it holds images and not batches, training says so.
  openImages: (description) => imageDatasetFromDescription(description) as Dataset<unknown> as Dataset<Batch>,
  writeStore,
});
scope.onmessage = ({ data }) => session.receive(data);
