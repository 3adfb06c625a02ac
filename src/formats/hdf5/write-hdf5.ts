import type { Group } from 'h5wasm';
import { CnnGpuError, FormatError } from '../../errors.ts';
import type { Hdf5Array, Hdf5Group } from './tree.ts';

let files = 0;

/**
 * Writes an HDF5 file as h5py does: the oldest layout, datasets in one piece, texts of variable length. The C library
 * is loaded when it is first needed.
 *
 * @throws FormatError when the library refuses, for example because the file gets too large for it.
 */
export async function writeHdf5(root: Hdf5Group): Promise<Uint8Array<ArrayBuffer>> {
  const { File, ready } = await import('h5wasm');
  const { FS } = await ready;
  // Its file system is in memory, and shared by all that are written at the same time.
  const path = `/write-${files++}.h5`;
  try {
    const file = new File(path, 'w', { libver: ['earliest', 'latest'] });
    try {
      fill(file, root);
    } finally {
      file.close();
    }
    return FS.readFile(path) as Uint8Array<ArrayBuffer>;
  } catch (cause) {
    if (cause instanceof CnnGpuError) throw cause;
    throw new FormatError(`The HDF5 file cannot be written: ${String(cause)}`, {}, { cause });
  } finally {
    if (FS.analyzePath(path).exists) FS.unlink(path);
  }
}

function fill(into: Group, { attributes, groups, datasets }: Hdf5Group): void {
  for (const [name, { shape, data }] of attributes) {
    into.create_attribute(name, data as never, [...shape], textType(data));
  }
  for (const [name, { shape, data }] of datasets) {
    into.create_dataset({ name, data: data as never, shape: [...shape], dtype: textType(data) });
  }
  for (const [name, group] of groups) fill(into.create_group(name), group);
}

/** Of variable length, ASCII where it can be: old readers know nothing else. */
function textType(data: Hdf5Array['data']): 'A' | 'S' | null {
  if (ArrayBuffer.isView(data)) return null;
  return data.every(isAscii) ? 'A' : 'S';
}

const isAscii = (text: string): boolean => /^\p{ASCII}*$/u.test(text);
