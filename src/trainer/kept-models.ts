import { listModels, removeModel } from '../browser/index.ts';
import type { KeepAt } from './training-run.ts';

/** A model that a training has left in the browser. */
export interface KeptModel {
  readonly url: NonNullable<KeepAt>;
  readonly modified: Date;
}

/** A name under which nothing is kept: to remove it shows whether a store can be changed. */
const PROBE = 'cnn-trainer.probe';

/**
 * Where a training keeps its best model: in the page's own files where the browser can replace one at once, else in its
 * database; null where the page may keep nothing, as in some private windows.
 */
export async function keepAt(name: string): Promise<KeepAt> {
  const works = (store: string): Promise<boolean> =>
    removeModel(`${store}://${PROBE}`).then(
      () => true,
      () => false,
    );
  const path = `cnn-trainer-${name}.safetensors` as const;
  if (canReplaceFiles() && (await works('opfs'))) return `opfs://${path}`;
  return (await works('indexeddb')) ? `indexeddb://${path}` : null;
}

/** Safari before version 26 cannot. */
const canReplaceFiles = (): boolean =>
  'FileSystemFileHandle' in globalThis && 'createWritable' in FileSystemFileHandle.prototype;

/** The model that a training of this name has left; null where there is none, or nothing may be kept. */
export async function keptModel(name: string): Promise<KeptModel | null> {
  const url = await keepAt(name);
  if (url === null) return null;
  const models = await listModels().catch(() => []);
  const found = models.find((model) => model.url === url);
  return found === undefined ? null : { url, modified: new Date(found.modified) };
}
