import { FormatError } from '../../errors.ts';
import type { StoredModel } from '../../formats/stored-model.ts';

/** How inputs become what a model takes, for whoever uses it: class names, image size, … Plain JSON. */
export type Preprocessing = Readonly<Record<string, unknown>>;

/** Its name in a model's file. */
const KEY = 'preprocessing';

/** What a file keeps with a model. */
export const preprocessingMetadata = (preprocessing: Preprocessing | undefined): StoredModel['metadata'] =>
  preprocessing === undefined ? {} : { [KEY]: JSON.stringify(preprocessing) };

/** What was kept with a model; empty where nothing was. Throws `FormatError` when it is no JSON object. */
export function preprocessingOf({ [KEY]: text }: StoredModel['metadata']): Preprocessing {
  if (text === undefined) return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new FormatError('The preprocessing in the file is not valid JSON; the file is damaged.', {}, { cause });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Preprocessing;
  throw new FormatError('The preprocessing in the file is no JSON object.');
}
