import type { Shape } from '../../engine/shape.ts';
import { FormatError } from '../../errors.ts';
import { elementCount } from '../element-count.ts';
import { type Datatype, decodeNumbers, decodeTexts, readDatatype, readShape } from './datatype.ts';
import { GlobalHeap } from './global-heap.ts';
import { damaged, Hdf5Bytes, unsupported } from './hdf5-bytes.ts';
import { links } from './links.ts';
import { type HeaderMessage, headerMessages, MESSAGE } from './object-header.ts';
import { emptyGroup, type Hdf5Array, type Hdf5Group } from './tree.ts';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];
const MAX_DEPTH = 64;

/** Whether bytes begin as an HDF5 file does. */
export const isHdf5 = (bytes: Uint8Array): boolean => SIGNATURE.every((byte, i) => bytes[i] === byte);

/**
 * Reads an HDF5 file as Keras and h5py write it: groups, attributes, and datasets that are neither chunked nor
 * compressed. The C library is not used for this, because a damaged file can make it run forever; here each object is
 * read once and nothing is larger than the file, so that time and memory are bounded by the file's length.
 * https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html
 *
 * @throws FormatError when it is no HDF5 file, damaged, cut off, or uses what Keras does not write.
 */
export function readHdf5(bytes: Uint8Array): Hdf5Group {
  if (!isHdf5(bytes)) throw new FormatError('It is no HDF5 file: it does not begin as one.');
  return new Reader(new Hdf5Bytes(bytes)).root();
}

class Reader {
  readonly #file: Hdf5Bytes;
  readonly #heap: GlobalHeap;
  readonly #seen = new Set<number>();
  /** Bytes that may still be copied out: those of a sound file do not overlap. */
  #budget: number;

  constructor(file: Hdf5Bytes) {
    this.#file = file;
    this.#heap = new GlobalHeap(file);
    this.#budget = file.length;
  }

  root(): Hdf5Group {
    const superblock = this.#file.at(SIGNATURE.length);
    const version = superblock.u8();
    if (version > 3) throw unsupported(`a superblock of version ${version}`);
    const sizes = superblock.skip(version < 2 ? 4 : 0).take(2);
    if (sizes[0] !== 8 || sizes[1] !== 8) throw unsupported(`addresses of ${sizes[0]} bytes`);
    superblock.skip([9, 13, 1, 1][version]);
    if (superblock.u64() !== 0) throw unsupported('a base address');
    const end = superblock.skip(8).u64();
    if (end > this.#file.length) {
      throw new FormatError(`The HDF5 file is cut off: it has ${this.#file.length} of its ${end} bytes.`, { end });
    }
    const address = superblock.skip(version < 2 ? 16 : 0).u64();
    const root = this.#object(address, 0);
    if ('data' in root) throw damaged('no root group');
    return root;
  }

  #object(address: number, depth: number): Hdf5Group | Hdf5Array {
    if (depth > MAX_DEPTH) throw damaged(`groups nested more than ${MAX_DEPTH} deep`);
    if (this.#seen.has(address)) throw unsupported('an object with two names');
    this.#seen.add(address);
    const messages = headerMessages(this.#file, address);
    const layout = messages.find(({ type }) => type === MESSAGE.layout);
    return layout === undefined ? this.#group(messages, depth) : this.#dataset(messages, layout);
  }

  #group(messages: readonly HeaderMessage[], depth: number): Hdf5Group {
    const group = emptyGroup();
    for (const { type, body } of messages) {
      if (type === MESSAGE.attribute) this.#readAttribute(group, body);
      if (type === MESSAGE.attributeInfo) refuseDense(body, 2);
    }
    for (const [name, address] of links(this.#file, messages)) {
      const object = this.#object(address, depth + 1);
      if ('data' in object) group.datasets.set(name, object);
      else group.groups.set(name, object);
    }
    return group;
  }

  #dataset(messages: readonly HeaderMessage[], { body }: HeaderMessage): Hdf5Array {
    const typeMessage = messages.find(({ type }) => type === MESSAGE.datatype);
    const spaceMessage = messages.find(({ type }) => type === MESSAGE.dataspace);
    if (typeMessage === undefined || spaceMessage === undefined) throw damaged('a dataset without a type or shape');
    const datatype = readDatatype(typeMessage.body);
    const shape = readShape(spaceMessage.body) ?? [0];
    return this.#array(datatype, shape, this.#contents(body, elementCount(shape) * datatype.size));
  }

  #contents(layout: Hdf5Bytes, byteLength: number): Hdf5Bytes {
    const version = layout.u8();
    if (version !== 3 && version !== 4) throw unsupported(`a data layout of version ${version}`);
    const kind = layout.u8();
    if (kind === 0) {
      layout.skip(2);
      return layout;
    }
    if (kind !== 1) throw unsupported('a chunked or compressed dataset');
    const address = layout.u64OrNull();
    if (address !== null) return this.#file.at(address);
    if (byteLength > 0) throw damaged(`a dataset of ${byteLength} bytes that was never written`);
    return this.#file.at(0);
  }

  #readAttribute(group: Hdf5Group, body: Hdf5Bytes): void {
    const version = body.u8();
    if (version < 1 || version > 3) throw damaged(`an attribute of version ${version}`);
    body.skip(1);
    const [nameSize, typeSize, shapeSize] = [body.u16(), body.u16(), body.u16()];
    if (version === 3) body.skip(1);
    const padded = (size: number) => (version === 1 ? Math.ceil(size / 8) * 8 : size);
    const namePosition = body.position;
    const name = body.text();
    const typePosition = namePosition + padded(nameSize);
    const shapePosition = typePosition + padded(typeSize);
    const datatype = readDatatype(this.#file.at(typePosition));
    const shape = readShape(this.#file.at(shapePosition)) ?? [0];
    // Attributes of further types are none of Keras's.
    if (datatype.kind === 'other') return;
    group.attributes.set(name, this.#array(datatype, shape, this.#file.at(shapePosition + padded(shapeSize))));
  }

  #array(datatype: Datatype, shape: Shape, contents: Hdf5Bytes): Hdf5Array {
    const { kind, size } = datatype;
    const count = elementCount(shape);
    if (kind === 'other' || size === 0) throw unsupported('a dataset that holds neither numbers nor texts');
    this.#spend(count * size);
    if (kind === 'text') return { shape, data: decodeTexts(size, contents.take(count * size)) };
    if (kind !== 'textReference') return { shape, data: decodeNumbers(datatype, contents.take(count * size)) };
    if (size !== 16) throw damaged(`references of ${size} bytes`);
    const references = new Hdf5Bytes(contents.take(count * size));
    const decoder = new TextDecoder();
    const data = Array.from({ length: count }, () => {
      const piece = this.#heap.piece(references);
      this.#spend(piece.length);
      const end = piece.indexOf(0);
      return decoder.decode(end < 0 ? piece : piece.subarray(0, end));
    });
    return { shape, data };
  }

  #spend(bytes: number): void {
    this.#budget -= bytes;
    if (this.#budget < 0) {
      throw new FormatError(
        `The HDF5 file claims to hold more than its ${this.#file.length} bytes; it is damaged or cut off.`,
      );
    }
  }
}

/** Attributes that fill more than a header are kept elsewhere; h5py's files have none of them. */
function refuseDense(info: Hdf5Bytes, flagged: number): void {
  const flags = info.skip(1).u8();
  if ((flags & 1) !== 0) info.skip(flagged);
  if (info.u64OrNull() !== null) throw unsupported('attributes outside of object headers');
}
