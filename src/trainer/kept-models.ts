import { listModels } from '../browser/index.ts';
import type { KeepAt } from './training-run.ts';

/** A model that a training has left in the browser. */
export interface KeptModel {
  readonly url: NonNullable<KeepAt>;
  readonly modified: Date;
}

/** Where a training keeps its best model: in the page's own files where there are some, else in its database. */
export async function keepAt(name: string): Promise<KeepAt> {
  const path = `cnn-trainer-${name}.safetensors` as const;
  try {
    await navigator.storage.getDirectory();
    return `opfs://${path}`;
  } catch {
    return 'indexedDB' in globalThis ? `indexeddb://${path}` : null;
  }
}

/** The model that a training of this name has left; null where there is none, or nothing may be kept. */
export async function keptModel(name: string): Promise<KeptModel | null> {
  const url = await keepAt(name);
  if (url === null) return null;
  const models = await listModels().catch(() => []);
  const found = models.find((model) => model.url === url);
  return found === undefined ? null : { url, modified: new Date(found.modified) };
}
