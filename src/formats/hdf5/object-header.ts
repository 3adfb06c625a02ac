import { damaged, type Hdf5Bytes, unsupported } from './hdf5-bytes.ts';

/** A piece of what a group or dataset consists of. */
export interface HeaderMessage {
  readonly type: number;
  readonly body: Hdf5Bytes;
}

/** Message types that are read. HDF5 File Format Specification, IV.A.2. */
export const MESSAGE = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  link: 0x06,
  layout: 0x08,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

const SHARED = 2;

interface Block {
  readonly start: number;
  readonly length: number;
}

/** The messages of an object header, of version 1 or 2, with those in continuation blocks. */
export function headerMessages(file: Hdf5Bytes, address: number): HeaderMessage[] {
  const isSecondVersion = file.at(address).u8() === 'O'.charCodeAt(0);
  const { first, hasOrder } = isSecondVersion ? secondVersion(file, address) : firstVersion(file, address);
  const blocks: Block[] = [first];
  const messages: HeaderMessage[] = [];
  const seen = new Set<number>();
  for (let block = blocks.pop(); block !== undefined; block = blocks.pop()) {
    if (seen.has(block.start)) throw damaged('an object header that leads back to itself');
    seen.add(block.start);
    for (const message of messagesIn(file, block, isSecondVersion, hasOrder)) {
      if (message.type !== MESSAGE.continuation) {
        messages.push(message);
        continue;
      }
      const start = message.body.u64();
      const length = message.body.u64();
      // Blocks of version 2 have a signature before, and a checksum behind the messages.
      if (isSecondVersion) file.at(start).expect('OCHK');
      blocks.push(isSecondVersion ? { start: start + 4, length: length - 8 } : { start, length });
    }
  }
  return messages;
}

function firstVersion(file: Hdf5Bytes, address: number): { first: Block; hasOrder: boolean } {
  const header = file.at(address);
  const version = header.u8();
  if (version !== 1) throw damaged(`an object header of version ${version}`);
  const length = header.skip(7).u32();
  return { first: { start: address + 16, length }, hasOrder: false };
}

function secondVersion(file: Hdf5Bytes, address: number): { first: Block; hasOrder: boolean } {
  const header = file.at(address).expect('OHDR').skip(1);
  const flags = header.u8();
  if ((flags & 0x20) !== 0) header.skip(16);
  if ((flags & 0x10) !== 0) header.skip(4);
  const width = flags & 3;
  const length = width === 0 ? header.u8() : width === 1 ? header.u16() : width === 2 ? header.u32() : header.u64();
  return { first: { start: header.position, length }, hasOrder: (flags & 4) !== 0 };
}

function* messagesIn(file: Hdf5Bytes, { start, length }: Block, isSecondVersion: boolean, hasOrder: boolean) {
  const end = start + length;
  if (length < 0 || end > file.length) throw damaged('an object header beyond its end');
  const headerSize = isSecondVersion ? (hasOrder ? 6 : 4) : 8;
  let position = start;
  while (position + headerSize <= end) {
    const reader = file.at(position);
    const type = isSecondVersion ? reader.u8() : reader.u16();
    const size = reader.u16();
    const flags = reader.u8();
    position += headerSize + size;
    if (position > end) throw damaged('a header message that is longer than its header');
    if ((flags & SHARED) !== 0 && Object.values<number>(MESSAGE).includes(type)) throw unsupported('a shared message');
    yield { type, body: file.at(position - size) };
  }
}
