const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

/**
 * A protobuf message being written (https://protobuf.dev/programming-guides/encoding). Its bytes stay in pieces until the
 * outermost message is asked for them, so that large arrays inside nested messages are copied once.
 */
export class ProtobufMessage {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  /** An integer of at least 0; a `bigint` above 2⁵³. */
  integer(field: number, value: number | bigint): this {
    return this.#tag(field, VARINT).#push(varint(BigInt(value)));
  }

  /** A 32-bit float. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#tag(field, FIXED32).#push(bytes);
  }

  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    return this.#tag(field, BYTES)
      .#push(varint(BigInt(value.length)))
      .#push(value);
  }

  message(field: number, value: ProtobufMessage): this {
    this.#tag(field, BYTES).#push(varint(BigInt(value.#length)));
    for (const piece of value.#pieces) this.#push(piece);
    return this;
  }

  /** All bytes in one piece. */
  encoded(): Uint8Array<ArrayBuffer> {
    const all = new Uint8Array(this.#length);
    let position = 0;
    for (const piece of this.#pieces) {
      all.set(piece, position);
      position += piece.length;
    }
    return all;
  }

  #tag(field: number, wireType: number): this {
    return this.#push(varint(BigInt(field * 8 + wireType)));
  }

  #push(piece: Uint8Array): this {
    this.#pieces.push(piece);
    this.#length += piece.length;
    return this;
  }
}

/** Seven bits a byte, lowest first. Negative numbers are written as their 64-bit two's complement. */
function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, value);
  do {
    const more = rest > 0x7fn;
    bytes.push(Number(rest & 0x7fn) | (more ? 0x80 : 0));
    rest >>= 7n;
  } while (rest > 0n);
  return Uint8Array.from(bytes);
}
