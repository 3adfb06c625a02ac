/**
 * Runs jobs side by side while the sum of their weights stays within a limit; the others wait, first come, first
 * served. A job heavier than the limit runs alone.
 */
export class WorkLimit {
  readonly #limit: number;
  readonly #waiting: { readonly weight: number; readonly start: () => void }[] = [];
  #load = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Runs a job as soon as there is room for its weight. */
  async run<T>(weight: number, job: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      this.#waiting.push({ weight, start });
      this.#startFitting();
    });
    try {
      return await job();
    } finally {
      this.#load -= weight;
      this.#startFitting();
    }
  }

  #startFitting(): void {
    for (;;) {
      const next = this.#waiting[0];
      if (!next || (this.#load > 0 && this.#load + next.weight > this.#limit)) return;
      this.#waiting.shift();
      this.#load += next.weight;
      next.start();
    }
  }
}
