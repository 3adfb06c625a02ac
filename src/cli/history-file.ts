import type { Callback, History, Logs, Run } from '../index.ts';
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
    await writeRows(this.#path, this.#rows);
  }
}

/** Writes what a whole training measured, in the same form. */
export const writeHistory = (path: string, { epoch, history }: History): Promise<void> =>
  writeRows(
    path,
    epoch.map((number, i) => ({
      epoch: number + 1,
      ...Object.fromEntries(Object.entries(history).map(([name, values]) => [name, values[i] as number])),
    })),
  );

async function writeRows(path: string, rows: readonly Logs[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => columns.map((column) => row[column] ?? '').join(','));
  await writeFileAtomic(path, `${[columns.join(','), ...lines].join('\n')}\n`);
}
