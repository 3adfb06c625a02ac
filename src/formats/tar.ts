import { FormatError } from '../errors.ts';

const BLOCK_BYTES = 512;
const REGULAR_FILE = new Set(['0', '\0']);

/**
 * The regular files of an uncompressed tar archive (POSIX ustar and GNU) by name, as views of `bytes`. Folders, links
 * and extended headers are passed over.
 *
 * @throws FormatError when the archive is truncated or damaged.
 */
export function decodeTar(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let position = 0;
  while (position + BLOCK_BYTES <= bytes.length) {
    const header = bytes.subarray(position, position + BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) return files;
    checkSum(header, position);
    const name = nameIn(header);
    const size = octalIn(header, 124, 12, position);
    const start = position + BLOCK_BYTES;
    if (start + size > bytes.length) {
      throw new FormatError(
        `The tar archive is truncated: "${name}" has ${size} bytes, ${bytes.length - start} are left.`,
      );
    }
    if (REGULAR_FILE.has(String.fromCharCode(header[156]))) files.set(name, bytes.subarray(start, start + size));
    position = start + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  throw new FormatError(`The tar archive is truncated: it ends at byte ${bytes.length} without an end mark.`);
}

function textIn(header: Uint8Array, start: number, length: number): string {
  const field = header.subarray(start, start + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

function nameIn(header: Uint8Array): string {
  const name = textIn(header, 0, 100);
  // GNU tar writes "ustar " and uses the prefix field for times.
  const prefix = textIn(header, 257, 6) === 'ustar' ? textIn(header, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function octalIn(header: Uint8Array, start: number, length: number, position: number): number {
  const text = textIn(header, start, length).trim();
  if (!/^[0-7]+$/.test(text)) throw damaged(`the header at byte ${position} has the number ${JSON.stringify(text)}`);
  return Number.parseInt(text, 8);
}

/** The sum of a header's bytes, its own field counted as spaces. */
function checkSum(header: Uint8Array, position: number): void {
  let sum = 8 * 0x20;
  header.forEach((byte, i) => {
    if (i < 148 || i >= 156) sum += byte;
  });
  if (octalIn(header, 148, 8, position) !== sum)
    throw damaged(`the checksum of the header at byte ${position} is wrong`);
}

const damaged = (problem: string) => new FormatError(`This is no tar archive, or it is damaged: ${problem}.`);
