import { appendFile, stat, writeFile } from 'node:fs/promises';
import { ValueError, WriteError } from '../errors.ts';
import { CSVLoggerBase, type CSVLoggerOptions, type CSVSink } from '../nn/callbacks/csv-logger-base.ts';
import { errorReason } from './error-reason.ts';

/** Writes a row for each epoch to a file. https://keras.io/api/callbacks/csv_logger/ */
export class CSVLogger extends CSVLoggerBase {
  /**
   * @param path of the file; its folder must exist.
   * @throws ValueError for unknown options; while training, WriteError where the file cannot be written.
   */
  constructor(path: string, options: CSVLoggerOptions = {}) {
    if (typeof path !== 'string' || path === '') {
      throw new ValueError(`CSVLogger: the path is ${JSON.stringify(path)}; the name of a file is expected.`);
    }
    super(fileSink(path), options);
  }
}

function fileSink(path: string): CSVSink {
  const writing = async <T>(write: () => Promise<T>): Promise<T> => {
    try {
      return await write();
    } catch (cause) {
      throw new WriteError(path, errorReason(cause), { cause });
    }
  };
  return {
    open: ({ append }) =>
      writing(async () => {
        await writeFile(path, '', { flag: append ? 'a' : 'w' });
        return { isEmpty: (await stat(path)).size === 0 };
      }),
    write: (text) => writing(() => appendFile(path, text)),
  };
}
