import { lstat, realpath } from 'node:fs/promises';
import { extname, sep } from 'node:path';

/** What the web server answers a path with: bytes at hand, or a file that is read anew for each request. */
export type ServedFile =
  | { readonly type: string; readonly bytes: Uint8Array }
  | {
      readonly type: string;
      /** Absolute and without links, as {@link realFile} gives it. */
      readonly file: string;
    };

/** Everything that the web server has, by the path of its URL without `%` escapes, such as `/dist/browser/trainer.js`. */
export type ServedFiles = ReadonlyMap<string, ServedFile>;

/** With `nosniff`, a browser runs scripts and shows images only under their right type. */
const TYPES: Readonly<Record<string, string>> = {
  '.bmp': 'image/bmp',
  '.css': 'text/css; charset=utf-8',
  '.gif': 'image/gif',
  '.html': 'text/html; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.wasm': 'application/wasm',
};

/** The media type of a file name by its ending; that of plain bytes where it is not known. */
const mediaType = (name: string): string => TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';

/** A file under the media type of its name. */
export const served = (file: string): ServedFile => ({ type: mediaType(file), file });

/** A value as JSON. */
export const servedJson = (value: unknown): ServedFile => ({
  type: mediaType('value.json'),
  bytes: new TextEncoder().encode(JSON.stringify(value)),
});

/** A file on the disk. */
export interface RealFile {
  /** Its path, absolute and without links. */
  readonly file: string;
  readonly bytes: number;
}

/** Where a file really is; undefined where there is none. */
export async function realFile(path: string): Promise<RealFile | undefined> {
  try {
    const file = await realpath(path);
    const stats = await lstat(file);
    return stats.isFile() ? { file, bytes: stats.size } : undefined;
  } catch {
    return undefined;
  }
}

/** As {@link realFile}, and undefined where links lead out of a folder, given without links itself. */
export async function realFileIn(folder: string, path: string): Promise<RealFile | undefined> {
  const found = await realFile(path);
  return found?.file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? found : undefined;
}
