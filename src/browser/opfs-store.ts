/**
 * Files in the origin private file system. They are written by `createWritable`, which writes beside the file and puts
 * all of it in place at once when it is closed: https://fs.spec.whatwg.org/#api-filesystemwritablefilestream. It is there
 * in pages and in workers alike. A new file is empty until then, so one without bytes counts as not there.
 */
import { ownBytes } from './own-bytes.ts';

/** What is known of a file without reading it. */
export interface StoredFile {
  /** The names of its folders and its own, with `/` between. */
  readonly path: string;
  readonly bytes: number;
  readonly modified: Date;
}

/** Reads a file; undefined when there is none. */
export async function readOpfs(path: readonly string[]): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const handle = await absent(async () => (await folderOf(path)).getFileHandle(path.at(-1) as string));
  const file = await handle?.getFile();
  return file === undefined || file.size === 0 ? undefined : new Uint8Array(await file.arrayBuffer());
}

/** Writes a file whole, or leaves what is there. */
export async function writeOpfs(path: readonly string[], bytes: Uint8Array): Promise<void> {
  const folder = await folderOf(path, { create: true });
  const name = path.at(-1) as string;
  const old = await absent(() => folder.getFileHandle(name));
  const handle = old ?? (await folder.getFileHandle(name, { create: true }));
  try {
    if (!('createWritable' in handle)) {
      throw new Error('this browser cannot replace files there at once. Save to indexeddb:// instead.');
    }
    const stream = await handle.createWritable();
    try {
      await stream.write(ownBytes(bytes));
    } catch (error) {
      await stream.abort().catch(() => {});
      throw error;
    }
    await stream.close();
  } catch (error) {
    if (old === undefined) await folder.removeEntry(name).catch(() => {});
    throw error;
  }
}

/** Removes a file; whether there was one. */
export async function removeOpfs(path: readonly string[]): Promise<boolean> {
  const name = path.at(-1) as string;
  const found = await absent(async () => {
    const folder = await folderOf(path);
    await folder.getFileHandle(name);
    await folder.removeEntry(name);
    return true;
  });
  return found ?? false;
}

/** All files, in folders of folders, too; none where the browser has no such file system, or gives this page none. */
export async function listOpfs(): Promise<readonly StoredFile[]> {
  const found: StoredFile[] = [];
  const walk = async (folder: FileSystemDirectoryHandle, prefix: string): Promise<void> => {
    for await (const [name, handle] of folder.entries()) {
      if (handle.kind === 'directory') {
        await walk(handle as FileSystemDirectoryHandle, `${prefix}${name}/`);
        continue;
      }
      // It may have been removed in the meantime.
      const file = await absent(() => (handle as FileSystemFileHandle).getFile());
      if (file === undefined || file.size === 0) continue;
      found.push({ path: `${prefix}${name}`, bytes: file.size, modified: new Date(file.lastModified) });
    }
  };
  const root = hasOpfs() ? await navigator.storage.getDirectory().catch(() => undefined) : undefined;
  if (root !== undefined) await walk(root, '');
  return found;
}

const hasOpfs = (): boolean => typeof navigator.storage?.getDirectory === 'function';

async function folderOf(path: readonly string[], options = { create: false }): Promise<FileSystemDirectoryHandle> {
  if (!hasOpfs()) {
    throw new Error('there is no private file system here. It needs an address with https:// or on localhost.');
  }
  let folder = await navigator.storage.getDirectory().catch((cause: unknown) => {
    throw new Error(
      'the browser gives this page no private file system, as in private windows. Save to indexeddb:// instead.',
      { cause },
    );
  });
  for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name, options);
  return folder;
}

/** What is found; undefined where there is nothing of that name. */
async function absent<T>(find: () => Promise<T>): Promise<T | undefined> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof DOMException && error.name === 'NotFoundError') return undefined;
    throw error;
  }
}
