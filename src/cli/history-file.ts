import type { Callback, Logs, Run } from '../index.ts';
import { writeFileAtomic } from '../node/index.ts';

/** Writes what was measured to a CSV file, whole again after each epoch. */
export class HistoryFile implements Callback {
  readonly #path: string;
  readonly #rows: Logs[] = [];

  constructor(path: string) {
    this.#path = path;
  }

  async onEpochEnd(epoch: number, logs: Logs, _run: Run): Promise<void> {
    this.#rows.push({ epoch: epoch + 1, ...logs });
    const columns = Object.keys(this.#rows[0] as Logs);
    const lines = this.#rows.map((row) => columns.map((column) => row[column] ?? '').join(','));
    await writeFileAtomic(this.#path, `${[columns.join(','), ...lines].join('\n')}\n`);
  }
}
