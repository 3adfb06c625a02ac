import type { PageMessage, WorkerMessage } from '../../src/browser/worker/messages.ts';
import { type TrainingHost, TrainingSession } from '../../src/browser/worker/training-session.ts';
import { ReferenceDevice } from '../../src/engine/reference/reference-device.ts';
import { type Batch, Dataset } from '../../src/index.ts';

/** The reference loops, no images, and no storage. */
export const referenceHost: TrainingHost = {
  openDevice: async () => ({ device: new ReferenceDevice(), fallback: null }),
  openImages: () => Dataset.from<Batch>([]),
  writeStore: async () => {},
};

/**
 * The worker's side of `trainInWorker` on this thread, behind a channel: messages are cloned and memory is transferred
 * as between a page and its worker.
 */
export class InProcessWorker extends EventTarget {
  /** How often it was ended. */
  terminated = 0;
  readonly #port: MessagePort;
  readonly #inside: MessagePort;

  constructor(host: TrainingHost = referenceHost) {
    super();
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    this.#inside = port2;
    port1.onmessage = ({ data }: MessageEvent<WorkerMessage>) =>
      this.dispatchEvent(new MessageEvent('message', { data }));
    const session = new TrainingSession(port2, host);
    port2.onmessage = ({ data }: MessageEvent<PageMessage>) => session.receive(data);
  }

  postMessage(message: PageMessage, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }

  terminate(): void {
    this.terminated++;
    this.#port.close();
    this.#inside.close();
  }
}

/** What the option `worker` takes. */
export const inProcess =
  (host: TrainingHost = referenceHost) =>
  (): Worker =>
    new InProcessWorker(host) as unknown as Worker;
