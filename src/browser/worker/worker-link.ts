import { WorkerError } from '../../errors.ts';
import type { PageMessage, Question, WorkerMessage } from './messages.ts';
import type { PageData } from './page-data.ts';
import { memoryOf } from './portable-data.ts';
import { errorFromPortable, errorToPortable, type PortableError } from './portable-error.ts';
import { ADVICE } from './start-worker.ts';

/** Messages about a training; the others are between the link and the worker. */
export type TrainingMessage = Exclude<WorkerMessage, { type: 'loaded' | 'question' | 'passEnd' }>;

/** What hears from a worker. */
export interface LinkListener {
  receive(message: TrainingMessage): void;
  /** The worker cannot go on. */
  fail(error: Error): void;
}

const workers = new WeakSet<Worker>();

/** A worker ends with its training: one that has been given before would never answer. */
function unused(worker: Worker): Worker {
  if (workers.has(worker)) {
    throw new WorkerError(
      'The option worker gave the worker of another training; each needs one of its own. Give a function that starts one: () => new Worker(…).',
    );
  }
  workers.add(worker);
  return worker;
}

/** The page's line to the worker: keeps messages until it listens, and gives it what it asks for. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #data: PageData;
  readonly #listener: LinkListener;
  /** Null once the worker listens. */
  #held: [PageMessage, ArrayBuffer[]][] | null = [];
  /** Errors of the page that the worker was told of: they come back as themselves. */
  readonly #thrown: unknown[] = [];

  /** @throws WorkerError when there can be no worker. */
  constructor(start: () => Worker, data: PageData, listener: LinkListener) {
    this.#data = data;
    this.#listener = listener;
    this.#worker = unused(start());
    this.#worker.addEventListener('message', ({ data: message }: MessageEvent<WorkerMessage>) => {
      this.#receive(message);
    });
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      listener.fail(this.#workerError(event.message));
    });
    this.#worker.addEventListener('messageerror', () => {
      listener.fail(new WorkerError('A message between the page and its training worker could not be read.'));
    });
    this.#worker.postMessage({ type: 'hello' } satisfies PageMessage);
  }

  /** Sends a message, as soon as the worker listens. */
  post(message: PageMessage, transfer: ArrayBuffer[] = []): void {
    if (this.#held === null) this.#worker.postMessage(message, transfer);
    else this.#held.push([message, transfer]);
  }

  /** The error that the worker tells of. */
  errorOf(error: PortableError): unknown {
    return error.origin === null ? errorFromPortable(error) : this.#thrown[error.origin];
  }

  /** Ends the worker, whatever it does, and what was held open for it. */
  close(): void {
    this.#worker.terminate();
    void this.#data.close().catch(() => {});
  }

  #receive(message: WorkerMessage): void {
    switch (message.type) {
      case 'loaded':
        this.#sendHeld();
        return;
      case 'question':
        void this.#answer(message.id, message.question);
        return;
      case 'passEnd':
        this.#data.end(message.pass).catch((error) => this.#listener.fail(error));
        return;
      default:
        this.#listener.receive(message);
    }
  }

  #sendHeld(): void {
    try {
      for (const [held, transfer] of this.#held ?? []) this.#worker.postMessage(held, transfer);
      this.#held = null;
    } catch (cause) {
      // Memory of the data that has gone elsewhere since.
      const reason = (cause as Error).message;
      this.#listener.fail(new WorkerError(`The training does not cross to its worker: ${reason}`, {}, { cause }));
    }
  }

  async #answer(id: number, question: Question): Promise<void> {
    try {
      if (question.want === 'module') {
        const { loadCpuModule } = await import('../cpu-module.ts');
        const module = await loadCpuModule(question.shared);
        this.post({ type: 'answer', id, answer: { module } });
      } else {
        const batch = await this.#data.next(question.source, question.pass);
        this.post({ type: 'answer', id, answer: { batch } }, batch === null ? [] : memoryOf(batch));
      }
    } catch (error) {
      const origin = this.#thrown.push(error) - 1;
      this.post({ type: 'answer', id, answer: { error: errorToPortable(error, origin) } });
    }
  }

  #workerError(message: string | undefined): WorkerError {
    if (this.#held === null) {
      return new WorkerError(`The training worker ended by an error that nothing caught: ${message}`, { message });
    }
    const reason = message === undefined || message === '' ? 'its script cannot be loaded.' : message;
    return new WorkerError(`The training worker does not start: ${reason} ${ADVICE}`, { message });
  }
}
