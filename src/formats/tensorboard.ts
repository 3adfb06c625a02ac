import { crc32c } from './crc32c.ts';

/** Numbers of one step, as TensorBoard draws them. */
export interface ScalarEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  /** The number on the horizontal axis. */
  readonly step: number;
  /** One number for each tag. */
  readonly scalars: Readonly<Record<string, number>>;
}

/**
 * The record that an event file begins with.
 *
 * @param wallTime seconds since 1970.
 */
export const encodeFileVersion = (wallTime: number): Uint8Array =>
  encodeRecord([...doubleField(1, wallTime), ...bytesField(3, text('brain.Event:2'))]);

/**
 * Numbers of one step as a record of an event file: a TFRecord with the protocol buffer `Event { double wall_time = 1;
 * int64 step = 2; Summary summary = 5; }`, `Summary { repeated Value value = 1; }`, `Value { string tag = 1; float
 * simple_value = 2; }`. https://github.com/tensorflow/tensorboard/blob/master/tensorboard/compat/proto/event.proto
 */
export function encodeScalars({ wallTime, step, scalars }: ScalarEvent): Uint8Array {
  const summary = Object.entries(scalars).flatMap(([tag, value]) =>
    bytesField(1, [...bytesField(1, text(tag)), ...floatField(2, value)]),
  );
  return encodeRecord([...doubleField(1, wallTime), ...varintField(2, step), ...bytesField(5, summary)]);
}

/**
 * A TFRecord: the length in eight bytes, its checksum, the data, their checksum.
 * https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
function encodeRecord(data: readonly number[]): Uint8Array {
  const record = new Uint8Array(data.length + 16);
  const view = new DataView(record.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc(record.subarray(0, 8)), true);
  record.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc(record.subarray(12, 12 + data.length)), true);
  return record;
}

/** Rotated and moved, because a checksum of data that holds checksums says little. */
function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

// Wire types of protocol buffers. https://protobuf.dev/programming-guides/encoding/
const VARINT = 0;
const EIGHT_BYTES = 1;
const LENGTH_DELIMITED = 2;
const FOUR_BYTES = 5;

const key = (field: number, wireType: number): number => (field << 3) | wireType;

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Seven bits a byte, the lowest first, each byte but the last with the highest bit set. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  return [...bytes, rest];
}

const varintField = (field: number, value: number): number[] => [key(field, VARINT), ...varint(value)];

const bytesField = (field: number, value: ArrayLike<number> & Iterable<number>): number[] => [
  key(field, LENGTH_DELIMITED),
  ...varint(value.length),
  ...value,
];

function doubleField(field: number, value: number): number[] {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, true);
  return [key(field, EIGHT_BYTES), ...bytes];
}

function floatField(field: number, value: number): number[] {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setFloat32(0, value, true);
  return [key(field, FOUR_BYTES), ...bytes];
}
