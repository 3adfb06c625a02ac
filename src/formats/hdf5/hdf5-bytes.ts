import { FormatError } from '../../errors.ts';

/** What HDF5 writes for an address that is not there. */
const UNDEFINED_ADDRESS = 0xffff_ffff_ffff_ffffn;

/** How often each byte may be read, on average: those of a sound file are read once, some of them twice. */
const READS_PER_BYTE = 4;
const FEW_BYTES = 1024;

/**
 * The bytes of a file with every access checked: whatever lies outside is a damaged file, and so is one whose parts
 * overlap so much that reading it would take longer than its length lets expect.
 */
export class Hdf5Bytes {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  /** Shared by all readers of these bytes. */
  readonly #reads: { left: number };
  #position: number;

  constructor(bytes: Uint8Array, position = 0, reads = { left: READS_PER_BYTE * bytes.length + FEW_BYTES }) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#reads = reads;
    this.#position = position;
  }

  get length(): number {
    return this.bytes.length;
  }

  get position(): number {
    return this.#position;
  }

  /** A reader at another place of the same bytes. */
  at(position: number): Hdf5Bytes {
    return new Hdf5Bytes(this.bytes, position, this.#reads);
  }

  u8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** A size or an address; null for the undefined address. */
  u64OrNull(): number | null {
    const value = this.#view.getBigUint64(this.#advance(8), true);
    if (value === UNDEFINED_ADDRESS) return null;
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(`a size or address of ${value}`);
    return Number(value);
  }

  /** A size or an address that must be there. */
  u64(): number {
    const value = this.u64OrNull();
    if (value === null) throw damaged('an undefined address');
    return value;
  }

  skip(count: number): this {
    this.#advance(count);
    return this;
  }

  /** A view of the next bytes. */
  take(count: number): Uint8Array {
    const start = this.#advance(count);
    return this.bytes.subarray(start, start + count);
  }

  /** Refuses anything but a four-letter signature. */
  expect(signature: string): this {
    const found = String.fromCharCode(...this.take(signature.length));
    if (found !== signature) throw damaged(`no "${signature}" at byte ${this.#position - signature.length}`);
    return this;
  }

  /** A text up to a zero byte. */
  text(): string {
    const end = this.bytes.indexOf(0, this.#position);
    if (end < 0) throw damaged('a name without an end');
    return new TextDecoder().decode(this.take(end - this.#position));
  }

  #advance(count: number): number {
    const start = this.#position;
    if (start + count > this.bytes.length) {
      throw damaged(`a reference to byte ${start + count}, beyond its ${this.bytes.length} bytes`);
    }
    this.#reads.left -= count;
    if (this.#reads.left < 0) throw damaged('references to the same bytes again and again');
    this.#position = start + count;
    return start;
  }
}

export const damaged = (what: string): FormatError =>
  new FormatError(`The HDF5 file is damaged or cut off: it has ${what}.`);

export const unsupported = (what: string): FormatError =>
  new FormatError(
    `The HDF5 file has ${what}, which Keras does not write and cnn-gpu does not read. Save the model again from Keras.`,
  );
