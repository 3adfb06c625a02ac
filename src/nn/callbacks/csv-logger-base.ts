import { ValueError } from '../../errors.ts';
import { checkOptionNames } from '../options.ts';
import type { Logs } from '../training/logs.ts';
import type { Callback, Run } from './callback.ts';
import { repr } from './python-numbers.ts';

export interface CSVLoggerOptions {
  /** Between the columns. Default `','`. */
  readonly separator?: string;
  /** Whether rows are added to what stands there, instead of replacing it. Default false. */
  readonly append?: boolean;
}

/** Where the text of a CSV file goes. */
export interface CSVSink {
  /** Begins, emptying what stands there unless it is appended to; tells whether it is empty then. */
  open(options: { readonly append: boolean }): Promise<{ readonly isEmpty: boolean }>;
  write(text: string): Promise<void>;
}

/**
 * Writes a row for each epoch: its number, counted from 0, then the logs by name. A figure that an epoch does not have
 * is `NA`. Where the text goes is handed in, as files can be written in some runtimes only.
 * https://keras.io/api/callbacks/csv_logger/
 */
export class CSVLoggerBase implements Callback {
  readonly #sink: CSVSink;
  readonly #separator: string;
  readonly #append: boolean;
  #columns: readonly string[] | null = null;
  #needsHeader = true;

  /** @throws ValueError for unknown options. */
  constructor(sink: CSVSink, options: CSVLoggerOptions = {}) {
    checkOptionNames('CSVLogger', options, ['separator', 'append']);
    const { separator = ',', append = false } = options;
    if (typeof separator !== 'string' || separator === '') {
      throw new ValueError(`CSVLogger: separator is ${JSON.stringify(separator)}; a text is expected.`);
    }
    this.#sink = sink;
    this.#separator = separator;
    this.#append = append;
  }

  async onTrainBegin(): Promise<void> {
    this.#columns = null;
    const { isEmpty } = await this.#sink.open({ append: this.#append });
    this.#needsHeader = isEmpty;
  }

  async onEpochEnd(epoch: number, logs: Logs, run: Run): Promise<void> {
    this.#columns ??= columnsOf(logs, run.params.validates ?? false);
    const row = [String(epoch), ...this.#columns.map((name) => (name in logs ? repr(logs[name]) : 'NA'))];
    const lines = this.#needsHeader ? [['epoch', ...this.#columns], row] : [row];
    this.#needsHeader = false;
    await this.#sink.write(lines.map((line) => `${line.join(this.#separator)}\n`).join(''));
  }
}

/** The figures in alphabetical order; those of the validation also where the first epoch has none. */
function columnsOf(logs: Logs, validates: boolean): readonly string[] {
  const names = Object.keys(logs).sort();
  if (!validates || names.some((name) => name.startsWith('val_'))) return names;
  return [...names, ...names.filter((name) => name !== 'learningRate').map((name) => `val_${name}`)];
}
