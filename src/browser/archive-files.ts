import { ARCHIVE_EXTENSIONS } from '../data/archive-names.ts';
import { compareCodePoints } from '../data/code-points.ts';
import { IMAGE_EXTENSIONS } from '../data/image-names.ts';
import { isVisibleImage, plainPath, withoutCommonFolders } from '../data/image-paths.ts';
import { DataError, FormatError } from '../errors.ts';
import { gunzip, isGzip } from '../formats/gunzip.ts';
import { checkMemberName } from '../formats/member-name.ts';
import { decodeTar, isTar } from '../formats/tar.ts';
import { isZip, unzipEach } from '../formats/zip.ts';
import { imageFile } from './image-file.ts';
import type { LabeledImageFile } from './labeled-image-file.ts';
import { reasonOf } from './reason-of.ts';
import { turns } from './turns.ts';

/** What {@link filesOfArchive} may take. */
export interface ArchiveOptions {
  /** What the archive may have, packed and unpacked, in bytes. Default 1 GiB. */
  readonly maxBytes?: number;
}

export const MAX_ARCHIVE_BYTES = 2 ** 30;
/** As many as a zip archive can have. */
const MAX_MEMBERS = 65_535;

/**
 * The images of a zip, tar or gzipped tar archive, in code point order of their paths. Folders that all of them lie in are
 * left out, except the last one, which may be a class: `photos.zip` with `photos/cats/1.png` gives `cats/1.png`. Hidden
 * files are passed over.
 *
 * @param name what messages call it.
 * @throws DataError when it is no archive, cannot be read, is too large, or holds no images.
 * @throws FormatError when it is damaged, unpacks to more than `maxBytes`, or has paths that lead out of its folder.
 */
export async function filesOfArchive(
  archive: Blob | Uint8Array,
  name: string,
  { maxBytes = MAX_ARCHIVE_BYTES }: ArchiveOptions = {},
): Promise<LabeledImageFile[]> {
  const bytes = await bytesOf(archive, name, maxBytes);
  const found = await unpacked(bytes, name, maxBytes).catch((cause: unknown) => {
    if (cause instanceof FormatError) throw new FormatError(`${name}: ${cause.message}`, cause.details, { cause });
    throw cause;
  });
  if (found.length === 0) {
    throw new DataError(`${name} holds no images (${IMAGE_EXTENSIONS.join(', ')}).`, { path: name });
  }
  const paths = withoutCommonFolders(found.map(({ path }) => path));
  return found.map(({ file }, i) => ({ path: paths[i], file })).sort((a, b) => compareCodePoints(a.path, b.path));
}

async function bytesOf(archive: Blob | Uint8Array, name: string, maxBytes: number): Promise<Uint8Array> {
  const size = archive instanceof Blob ? archive.size : archive.length;
  if (size > maxBytes) {
    throw new DataError(`${name} has ${size} bytes; at most ${maxBytes} are taken. Set maxBytes to take more.`, {
      path: name,
      size,
      maxBytes,
    });
  }
  if (!(archive instanceof Blob)) return archive;
  try {
    return new Uint8Array(await archive.arrayBuffer());
  } catch (cause) {
    throw new DataError(`Cannot read ${name}: ${reasonOf(cause)}`, { path: name }, { cause });
  }
}

async function unpacked(bytes: Uint8Array, name: string, maxBytes: number): Promise<LabeledImageFile[]> {
  const files: LabeledImageFile[] = [];
  const turn = turns();
  for (const [member, content] of await membersOf(bytes, name, maxBytes)) {
    const path = plainPath(member);
    files.push({ path, file: imageFile(content, path) });
    await turn();
  }
  return files;
}

const isWanted = (member: string): boolean => isVisibleImage(plainPath(member));

async function membersOf(
  bytes: Uint8Array,
  name: string,
  maxBytes: number,
): Promise<Iterable<[name: string, content: Uint8Array]>> {
  if (isZip(bytes)) return unzipEach(bytes, { maxBytes, maxMembers: MAX_MEMBERS, wanted: isWanted });
  const tar = isGzip(bytes) ? await gunzip(bytes, maxBytes, turns()) : bytes;
  if (!isTar(tar)) {
    throw new DataError(`${name} is no archive that is read: ${ARCHIVE_EXTENSIONS.join(', ')}.`, { path: name });
  }
  const members = decodeTar(tar);
  for (const member of members.keys()) checkMemberName(member, 'tar');
  return [...members].filter(([member]) => isWanted(member));
}
