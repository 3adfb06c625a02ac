import { FormatError } from '../errors.ts';

const BLOCK_BYTES = 512;
const REGULAR_FILE = new Set(['0', '\0']);
const PAX_HEADER = 'x';
const GNU_LONG_NAME = 'L';

/** Whether bytes begin as a tar archive in a format of 1988 or later does. */
export const isTar = (bytes: Uint8Array): boolean => textIn(bytes, 257, 5) === 'ustar';

/**
 * The regular files of an uncompressed tar archive (POSIX ustar and pax, GNU) by name, as views of `bytes`. Folders,
 * links and what else extended headers say are passed over.
 *
 * @throws FormatError when the archive is truncated or damaged.
 */
export function decodeTar(bytes: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  let position = 0;
  let longName: string | undefined;
  while (position + BLOCK_BYTES <= bytes.length) {
    const header = bytes.subarray(position, position + BLOCK_BYTES);
    if (header.every((byte) => byte === 0)) return files;
    checkSum(header, position);
    const name = longName ?? nameIn(header);
    const size = octalIn(header, 124, 12, position);
    const start = position + BLOCK_BYTES;
    if (start + size > bytes.length) {
      throw new FormatError(
        `The tar archive is truncated: "${name}" has ${size} bytes, ${bytes.length - start} are left.`,
      );
    }
    const content = bytes.subarray(start, start + size);
    const type = String.fromCharCode(header[156]);
    if (REGULAR_FILE.has(type)) files.set(name, content);
    // These come before the member that they name.
    if (type === PAX_HEADER) longName = paxPath(content) ?? longName;
    else longName = type === GNU_LONG_NAME ? textIn(content, 0, size) : undefined;
    position = start + Math.ceil(size / BLOCK_BYTES) * BLOCK_BYTES;
  }
  throw new FormatError(`The tar archive is truncated: it ends at byte ${bytes.length} without an end mark.`);
}

/** The path in a list of `length key=value` lines, whose length counts the whole line in bytes. */
function paxPath(records: Uint8Array): string | undefined {
  let path: string | undefined;
  for (let position = 0; position < records.length; ) {
    const [, length = '0'] = /^(\d+) /.exec(textIn(records, position, 12)) ?? [];
    const end = position + Number(length);
    if (end <= position || end > records.length) throw damaged('an extended header cannot be read');
    const [, value] =
      /^ path=(.*)\n$/s.exec(textIn(records, position + length.length, end - position - length.length)) ?? [];
    if (value !== undefined) path = value;
    position = end;
  }
  return path;
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
