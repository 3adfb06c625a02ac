import { describe, expect, it } from 'vitest';
import { cifar10ClassNames, decodeCifar10 } from '../../src/data/cifar10.ts';
import { DataError } from '../../src/errors.ts';

/** A record whose red values are `red`, its green ones 2 and its blue ones the number of the pixel modulo 256. */
function record(label: number, red: number): Uint8Array {
  const bytes = new Uint8Array(3073).fill(2);
  bytes[0] = label;
  bytes.fill(red, 1, 1025);
  for (let pixel = 0; pixel < 1024; pixel++) bytes[2049 + pixel] = pixel % 256;
  return bytes;
}

const join = (...records: Uint8Array[]) => Uint8Array.from(records.flatMap((bytes) => [...bytes]));

describe('decodeCifar10', () => {
  it('turns planes into pixels and keeps the order of files and records', () => {
    const data = decodeCifar10([join(record(3, 10), record(9, 20)), record(0, 30)], ['a.bin', 'b.bin']);
    expect(data.xShape).toEqual([3, 32, 32, 3]);
    expect(data.y).toEqual(Uint32Array.of(3, 9, 0));
    expect([...data.x.subarray(0, 9)]).toEqual([10, 2, 0, 10, 2, 1, 10, 2, 2]);
    const secondRowOfThirdImage = 2 * 3072 + 32 * 3;
    expect([...data.x.subarray(secondRowOfThirdImage, secondRowOfThirdImage + 3)]).toEqual([30, 2, 32]);
    expect([...data.x.subarray(-3)]).toEqual([30, 2, 255]);
  });

  it('has ten class names', () => {
    expect(cifar10ClassNames).toHaveLength(10);
    expect(cifar10ClassNames[3]).toBe('cat');
  });

  it('refuses truncated, empty and lying files by name', () => {
    const decode = (bytes: Uint8Array) => () => decodeCifar10([record(1, 1), bytes], ['good.bin', 'bad.bin']);
    expect(decode(record(1, 1).subarray(0, 3072))).toThrow('bad.bin: has 3072 bytes');
    expect(decode(new Uint8Array())).toThrow('bad.bin: has 0 bytes');
    expect(decode(join(record(1, 1), record(10, 1)))).toThrow('bad.bin: record 1 has label 10; 0 to 9 are expected');
    expect(decode(record(255, 1))).toThrow(DataError);
  });
});
