import type { Shape } from '../../engine/shape.ts';
import { elementCount } from '../element-count.ts';
import { halfFloat } from '../half-float.ts';
import { damaged, type Hdf5Bytes, unsupported } from './hdf5-bytes.ts';
import type { Hdf5Numbers } from './tree.ts';

/** How an element is stored. */
export interface Datatype {
  readonly kind: 'signed' | 'unsigned' | 'float' | 'text' | 'textReference' | 'other';
  /** Bytes of an element. */
  readonly size: number;
  readonly isBigEndian: boolean;
}

const CLASS = { integer: 0, float: 1, text: 3, enumeration: 8, variableLength: 9 } as const;
const EXPONENT_BITS: Readonly<Record<number, number>> = { 2: 5, 4: 8, 8: 11 };
const MAX_RANK = 32;

/** Reads a datatype message. HDF5 File Format Specification, IV.A.2.d. */
export function readDatatype(message: Hdf5Bytes): Datatype {
  const classAndVersion = message.u8();
  const [low] = message.take(3);
  const size = message.u32();
  const isBigEndian = (low & 1) !== 0;
  switch (classAndVersion & 15) {
    case CLASS.integer:
      return { kind: (low & 8) === 0 ? 'unsigned' : 'signed', size, isBigEndian };
    case CLASS.float: {
      const exponentBits = message.skip(5).u8();
      return { kind: EXPONENT_BITS[size] === exponentBits ? 'float' : 'other', size, isBigEndian };
    }
    case CLASS.text:
      return { kind: 'text', size, isBigEndian: false };
    case CLASS.enumeration:
      return enumeration(message);
    case CLASS.variableLength:
      return { kind: (low & 15) === 1 ? 'textReference' : 'other', size, isBigEndian: false };
    default:
      return { kind: 'other', size, isBigEndian: false };
  }
}

/** Booleans, for example: stored as the integers that the names stand for. */
function enumeration(message: Hdf5Bytes): Datatype {
  const isInteger = (message.at(message.position).u8() & 15) === CLASS.integer;
  return isInteger ? readDatatype(message) : { kind: 'other', size: 0, isBigEndian: false };
}

/** Reads a dataspace message: a shape; null where it says that there is no value at all. */
export function readShape(message: Hdf5Bytes): Shape | null {
  const version = message.u8();
  const rank = message.u8();
  if (rank > MAX_RANK) throw damaged(`an array of rank ${rank}`);
  message.skip(1);
  if (version === 1) message.skip(5);
  else if (version === 2) {
    if (message.u8() === 2) return null;
  } else throw damaged(`a dataspace of version ${version}`);
  const shape = Array.from({ length: rank }, () => message.u64());
  if (!Number.isSafeInteger(elementCount(shape))) throw damaged(`an array of shape [${shape.join(', ')}]`);
  return shape;
}

/** Copies numbers out of a file's bytes. */
export function decodeNumbers({ kind, size, isBigEndian }: Datatype, bytes: Uint8Array): Hdf5Numbers {
  const buffer = new Uint8Array(bytes).buffer;
  if (isBigEndian && size > 1) {
    const swapped = new Uint8Array(buffer);
    for (let i = 0; i < swapped.length; i += size) swapped.subarray(i, i + size).reverse();
  }
  if (kind === 'float') {
    if (size === 2) return Float32Array.from(new Uint16Array(buffer), halfFloat);
    return size === 4 ? new Float32Array(buffer) : new Float64Array(buffer);
  }
  const isSigned = kind === 'signed';
  if (size === 1) return isSigned ? new Int8Array(buffer) : new Uint8Array(buffer);
  if (size === 2) return isSigned ? new Int16Array(buffer) : new Uint16Array(buffer);
  if (size === 4) return isSigned ? new Int32Array(buffer) : new Uint32Array(buffer);
  if (size === 8) return isSigned ? new BigInt64Array(buffer) : new BigUint64Array(buffer);
  throw unsupported(`integers of ${size} bytes`);
}

/** Texts of one length, each up to its first zero byte. */
export function decodeTexts(size: number, bytes: Uint8Array): string[] {
  const decoder = new TextDecoder();
  return Array.from({ length: size === 0 ? 0 : bytes.length / size }, (_, i) => {
    const text = bytes.subarray(i * size, (i + 1) * size);
    const end = text.indexOf(0);
    return decoder.decode(end < 0 ? text : text.subarray(0, end));
  });
}
