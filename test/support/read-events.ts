/** An event as a reader finds it. */
export interface ReadEvent {
  readonly wallTime: number;
  readonly step: number;
  readonly fileVersion: string | null;
  readonly scalars: Readonly<Record<string, number>>;
}

/** Reads an event file of TensorBoard; written from the formats' descriptions, not from the code that writes them. */
export function readEvents(file: Buffer): ReadEvent[] {
  const events: ReadEvent[] = [];
  for (let at = 0; at < file.length; ) {
    const length = Number(file.readBigUInt64LE(at));
    if (file.readUInt32LE(at + 8) !== masked(file.subarray(at, at + 8))) throw new Error(`length at ${at} is damaged`);
    const data = file.subarray(at + 12, at + 12 + length);
    if (file.readUInt32LE(at + 12 + length) !== masked(data)) throw new Error(`data at ${at} are damaged`);
    events.push(readEvent(data));
    at += length + 16;
  }
  return events;
}

function readEvent(data: Buffer): ReadEvent {
  const fields = readMessage(data);
  const summary = fields.get(5)?.[0];
  const values = summary === undefined ? [] : (readMessage(summary as Buffer).get(1) ?? []);
  return {
    wallTime: ((fields.get(1) ?? [])[0] as Buffer).readDoubleLE(),
    step: Number(fields.get(2)?.[0] ?? 0n),
    fileVersion: (fields.get(3)?.[0] as Buffer | undefined)?.toString() ?? null,
    scalars: Object.fromEntries(
      values.map((value) => {
        const { 0: tag, 1: number } = [1, 2].map((field) => readMessage(value as Buffer).get(field)?.[0] as Buffer);
        return [tag.toString(), number.readFloatLE()];
      }),
    ),
  };
}

/** The fields of a protocol buffer by number: varints as bigint, everything else as bytes. */
function readMessage(data: Buffer): Map<number, (bigint | Buffer)[]> {
  const fields = new Map<number, (bigint | Buffer)[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = data[at++];
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number): Buffer => {
    at += length;
    return data.subarray(at - length, at);
  };
  while (at < data.length) {
    const key = Number(varint());
    const wire = key & 7;
    const value = wire === 0 ? varint() : take(wire === 1 ? 8 : wire === 5 ? 4 : Number(varint()));
    fields.set(key >> 3, [...(fields.get(key >> 3) ?? []), value]);
  }
  return fields;
}

/** CRC-32C bit by bit, masked. */
function masked(bytes: Uint8Array): number {
  let crc = 0xffff_ffffn;
  for (const byte of bytes) {
    crc ^= BigInt(byte);
    for (let bit = 0; bit < 8; bit++) crc = (crc >> 1n) ^ (crc & 1n ? 0x82f6_3b78n : 0n);
  }
  crc ^= 0xffff_ffffn;
  const rotated = ((crc >> 15n) | (crc << 17n)) & 0xffff_ffffn;
  return Number((rotated + 0xa282_ead8n) & 0xffff_ffffn);
}
