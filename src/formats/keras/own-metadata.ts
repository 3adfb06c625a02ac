import { FormatError } from '../../errors.ts';
import { parseBoundedJson } from '../bounded-json.ts';
import type { StoredModel } from '../stored-model.ts';
import { isObject } from './json-value.ts';

/** Under which name our own texts stand beside what Keras writes. */
export const OWN_KEY = 'cnn_gpu';

/** JSON in ASCII, as Python writes it: old readers know no other texts in HDF5 files. */
export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Texts kept with a model, from JSON or from what was parsed already. */
export function ownMetadata(value: unknown): StoredModel['metadata'] {
  const kept = typeof value === 'string' ? parseBoundedJson(value, `The metadata "${OWN_KEY}"`) : value;
  if (kept === undefined) return {};
  const isTexts = isObject(kept) && Object.values(kept).every((text) => typeof text === 'string');
  if (!isTexts) throw new FormatError(`The metadata "${OWN_KEY}" in the file is damaged: texts are expected.`);
  return kept as Readonly<Record<string, string>>;
}
