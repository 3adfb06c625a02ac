import type { Batch } from '../../data/batch.ts';
import type { CpuModule } from '../../engine/cpu/open-cpu-device.ts';
import type { Answer, Port, Question, WorkerMessage } from './messages.ts';
import { errorFromPortable } from './portable-error.ts';

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

/** Asks the page for what the worker has not. */
export class Inquiry {
  readonly #port: Port<WorkerMessage>;
  readonly #waiting = new Map<number, Waiting>();
  #asked = 0;

  constructor(port: Port<WorkerMessage>) {
    this.#port = port;
  }

  /** The next batch of a pass over the page's data; null at the end. Rejects with what the data threw. */
  async batch(source: number, pass: number): Promise<Batch | null> {
    const answer = await this.#ask({ want: 'batch', source, pass });
    return 'batch' in answer ? answer.batch : null;
  }

  /** The compiled kernels of the CPU device. */
  async module(shared: boolean): Promise<CpuModule> {
    const answer = await this.#ask({ want: 'module', shared });
    return (answer as Extract<Answer, { module: CpuModule }>).module;
  }

  /** No more batches of a pass are wanted. */
  endPass(pass: number): void {
    this.#port.postMessage({ type: 'passEnd', pass });
  }

  /** Takes an answer that has come. */
  receive(id: number, answer: Answer): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if ('error' in answer) waiting?.reject(errorFromPortable(answer.error));
    else waiting?.resolve(answer);
  }

  #ask(question: Question): Promise<Answer> {
    const id = this.#asked++;
    const answer = new Promise<Answer>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    this.#port.postMessage({ type: 'question', id, question });
    return answer;
  }
}
