import { describe, expect, it } from 'vitest';
import { crc32c } from '../../src/formats/crc32c.ts';
import { encodeFileVersion, encodeScalars } from '../../src/formats/tensorboard.ts';

const ascii = (text: string) => new TextEncoder().encode(text);
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('crc32c', () => {
  it('gives the checksums of RFC 3720, B.4', () => {
    expect(crc32c(ascii('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
    expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
    expect(crc32c(new Uint8Array(0))).toBe(0);
  });
});

describe('Event files', () => {
  it('begin with their version', () => {
    // wall_time 1.5 is 3ff8 0000 0000 0000; the text has 13 bytes.
    const data = `09000000000000f83f1a0d${hex(ascii('brain.Event:2'))}`;
    const record = hex(encodeFileVersion(1.5));
    expect(record.slice(0, 16)).toBe('1800000000000000');
    expect(record.slice(24, -8)).toBe(data);
  });

  it('hold a number for each tag', () => {
    // Event: time 0.0, step 300 = 0xac 0x02, a summary of 18 bytes with a value of 16: tag of 9 bytes, 0.5 = 3f000000.
    const record = hex(encodeScalars({ wallTime: 0, step: 300, scalars: { batch_acc: 0.5 } }));
    expect(record.slice(24, -8)).toBe(`09000000000000000010ac022a120a100a09${hex(ascii('batch_acc'))}150000003f`);
  });

  it('mask their checksums as TensorFlow does', () => {
    // What every event file of TensorFlow begins with: the length of its first record, 24, and the checksum of that.
    expect(hex(encodeFileVersion(1.5)).slice(0, 24)).toBe('1800000000000000a37f4b22');
  });
});
