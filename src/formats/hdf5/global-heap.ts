import { damaged, type Hdf5Bytes } from './hdf5-bytes.ts';

/** Where texts of variable length are kept: collections of numbered pieces. */
export class GlobalHeap {
  readonly #file: Hdf5Bytes;
  readonly #collections = new Map<number, ReadonlyMap<number, Uint8Array>>();

  constructor(file: Hdf5Bytes) {
    this.#file = file;
  }

  /** The piece that a reference (length, collection, number) names. */
  piece(reference: Hdf5Bytes): Uint8Array {
    const length = reference.u32();
    const address = reference.u64OrNull();
    const number = reference.u32();
    if (length === 0 || address === null) return new Uint8Array();
    const piece = this.#collection(address).get(number);
    if (piece === undefined || piece.length < length) throw damaged('a text that is not in its heap');
    return piece.subarray(0, length);
  }

  #collection(address: number): ReadonlyMap<number, Uint8Array> {
    const known = this.#collections.get(address);
    if (known !== undefined) return known;
    const reader = this.#file.at(address).expect('GCOL').skip(4);
    const end = address + reader.u64();
    if (end > this.#file.length) throw damaged('a heap beyond its end');
    const pieces = new Map<number, Uint8Array>();
    while (reader.position + 16 <= end) {
      const number = reader.u16();
      reader.skip(6);
      const size = reader.u64();
      // Number 0 is the free space at the end.
      if (number === 0) break;
      pieces.set(number, reader.take(size));
      reader.skip(Math.min((8 - (size % 8)) % 8, this.#file.length - reader.position));
    }
    this.#collections.set(address, pieces);
    return pieces;
  }
}
