import { Inflate, zipSync } from 'fflate';
import { FormatError } from '../errors.ts';
import { crc32 } from './crc32.ts';
import { MAX_DEFLATE_RATIO } from './deflate-ratio.ts';
import { checkMemberName } from './member-name.ts';
import { zipName } from './zip-name.ts';

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const MAX_COMMENT = 0xffff;
const MAX_MEMBERS = 10_000;
const ZIP64_COUNT = 0xffff;
const ZIP64_OFFSET = 0xffffffff;
const ENCRYPTED = 1;
const STORED = 0;
const DEFLATED = 8;

interface Member {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly offset: number;
}

/** Whether bytes begin as a zip archive does. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3;

/** What {@link unzipEach} may unpack. */
export interface UnzipOptions {
  /** What all wanted members together may unpack to. */
  readonly maxBytes: number;
  /** Default 10,000. */
  readonly maxMembers?: number;
  /** Which members to unpack; default all. */
  readonly wanted?: (name: string) => boolean;
}

/**
 * Unpacks a zip archive whose members are stored or deflated. Sizes are checked before memory is taken, and nothing is
 * unpacked beyond them. https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 *
 * @param maxBytes what all members together may unpack to.
 * @throws FormatError when it is damaged or cut off, too large, or has members with the same name or with paths that
 * lead out of a folder.
 */
export const unzip = (bytes: Uint8Array, maxBytes: number): Map<string, Uint8Array> =>
  new Map(unzipEach(bytes, { maxBytes }));

/** Unpacks members one after another, when the next one is asked for; otherwise as {@link unzip}. */
export function* unzipEach(bytes: Uint8Array, options: UnzipOptions): Generator<[name: string, content: Uint8Array]> {
  const { maxBytes, maxMembers = MAX_MEMBERS, wanted = () => true } = options;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const members = directory(bytes, view, maxMembers);
  const names = new Set<string>();
  for (const { name } of members) {
    checkMemberName(name, 'zip');
    if (names.has(name)) throw new FormatError(`The zip archive has "${name}" twice.`);
    names.add(name);
  }
  const chosen = members.filter(({ name }) => wanted(name));
  const total = chosen.reduce((sum, { size }) => sum + size, 0);
  if (total > maxBytes) {
    throw new FormatError(`The zip archive unpacks to ${total} bytes; at most ${maxBytes} are expected.`, { total });
  }
  for (const member of chosen) yield [member.name, unpack(bytes, view, member)];
}

/** Packs members, in their order, without compressing them. */
export const zip = (members: Readonly<Record<string, Uint8Array>>): Uint8Array<ArrayBuffer> =>
  // The first date of zip, as in Keras's own files.
  new Uint8Array(zipSync({ ...members }, { level: 0, mtime: '1980-01-01T00:00:00' }));

function directory(bytes: Uint8Array, view: DataView, maxMembers: number): Member[] {
  const end = endRecord(view);
  const count = view.getUint16(end + 10, true);
  const length = view.getUint32(end + 12, true);
  const start = view.getUint32(end + 16, true);
  if (count === ZIP64_COUNT || start === ZIP64_OFFSET) {
    throw new FormatError(
      'The zip archive is in the form for more than 4 GiB or 65,534 members (zip64), which is not read. ' +
        'Pack the folder as .tar.gz, or as several archives.',
    );
  }
  if (start + length > end || count * CENTRAL_LENGTH > length) throw damaged('its list of members');
  if (count > maxMembers) {
    throw new FormatError(`The zip archive has ${count} members; at most ${maxMembers} are expected.`, { count });
  }
  const members: Member[] = [];
  let position = start;
  for (let i = 0; i < count; i++) {
    if (position + CENTRAL_LENGTH > end || view.getUint32(position, true) !== CENTRAL)
      throw damaged('its list of members');
    const nameLength = view.getUint16(position + 28, true);
    const next =
      position +
      CENTRAL_LENGTH +
      nameLength +
      view.getUint16(position + 30, true) +
      view.getUint16(position + 32, true);
    if (next > end) throw damaged('its list of members');
    if ((view.getUint16(position + 8, true) & ENCRYPTED) !== 0) {
      throw new FormatError('The zip archive is encrypted; it cannot be read.');
    }
    members.push({
      name: zipName(bytes.subarray(position + CENTRAL_LENGTH, position + CENTRAL_LENGTH + nameLength)),
      method: view.getUint16(position + 10, true),
      crc: view.getUint32(position + 16, true),
      packedSize: view.getUint32(position + 20, true),
      size: view.getUint32(position + 24, true),
      offset: view.getUint32(position + 42, true),
    });
    position = next;
  }
  return members;
}

function endRecord(view: DataView): number {
  const last = view.byteLength - END_LENGTH;
  for (let position = last; position >= Math.max(0, last - MAX_COMMENT); position--) {
    if (view.getUint32(position, true) === END) return position;
  }
  throw new FormatError('It is no zip archive, or is cut off: its end is missing.');
}

function unpack(
  bytes: Uint8Array,
  view: DataView,
  { name, method, crc, packedSize, size, offset }: Member,
): Uint8Array {
  if (offset + LOCAL_LENGTH > bytes.length || view.getUint32(offset, true) !== LOCAL) throw damaged(`"${name}"`);
  const start = offset + LOCAL_LENGTH + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packedSize > bytes.length) throw damaged(`"${name}"`);
  const packed = bytes.subarray(start, start + packedSize);
  if (method !== STORED && method !== DEFLATED) {
    throw new FormatError(`"${name}" in the zip archive is compressed by method ${method}; "deflate" is expected.`);
  }
  const content = method === STORED ? packed : inflated(name, packed, size);
  if (content.length !== size || crc32(content) !== crc) throw damaged(`"${name}"`);
  return content;
}

function inflated(name: string, packed: Uint8Array, size: number): Uint8Array {
  if (size > (packed.length + 1) * MAX_DEFLATE_RATIO) throw damaged(`"${name}"`);
  const content = new Uint8Array(size);
  let filled = 0;
  const inflate = new Inflate((chunk) => {
    if (filled + chunk.length > size) throw damaged(`"${name}"`);
    content.set(chunk, filled);
    filled += chunk.length;
  });
  try {
    // In pieces, so that what comes out of one is bounded, too.
    const step = 64 * 1024;
    for (let i = 0; i < packed.length; i += step) inflate.push(packed.subarray(i, i + step), i + step >= packed.length);
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError(damaged(`"${name}"`).message, {}, { cause });
  }
  return content.subarray(0, filled);
}

const damaged = (what: string): FormatError => new FormatError(`The zip archive is damaged: ${what} cannot be read.`);
