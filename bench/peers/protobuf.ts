/** A value of a protobuf field: a message, bytes, a text, an integer, a 32-bit float, or several for a repeated field. */
export type Value = Fields | Uint8Array | string | number | { readonly float: number } | readonly Value[];

/** A message by field numbers. */
export interface Fields {
  readonly [field: number]: Value;
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** A message in protobuf's wire format. https://protobuf.dev/programming-guides/encoding/ */
export function encode(fields: Fields): Uint8Array {
  return Buffer.concat(Object.entries(fields).flatMap(([field, value]) => encodeField(Number(field), value)));
}

function encodeField(field: number, value: Value): Uint8Array[] {
  if (isList(value)) return value.flatMap((one) => encodeField(field, one));
  if (typeof value === 'number') return [varint(field * 8 + VARINT), varint(value)];
  if (isFloat(value)) {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value.float, true);
    return [varint(field * 8 + FIXED32), bytes];
  }
  const bytes = typeof value === 'string' ? Buffer.from(value) : value instanceof Uint8Array ? value : encode(value);
  return [varint(field * 8 + LENGTH_DELIMITED), varint(bytes.length), bytes];
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

const isFloat = (value: Fields | Uint8Array | string | { readonly float: number }): value is { float: number } =>
  typeof value === 'object' && 'float' in value;

/** A number of at least 0 in groups of 7 bits, the lowest first. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return Uint8Array.of(...bytes, rest);
}
