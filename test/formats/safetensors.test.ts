import { describe, expect, it } from 'vitest';
import { FormatError, ShapeError, ValueError } from '../../src/errors.ts';
import type { NamedArray } from '../../src/formats/named-array.ts';
import { decodeSafetensors, encodeSafetensors } from '../../src/formats/safetensors.ts';

const kernel: NamedArray = { name: 'dense/kernel', shape: [2, 2], data: new Float32Array([1, -2, 0.5, 3]) };
const step: NamedArray = { name: 'step', shape: [], data: new Uint32Array([4_000_000_000]) };

/** A file with this header text, unpadded, and `dataBytes` zero bytes of data. */
function fileWith(header: string, dataBytes: number): Uint8Array {
  const text = new TextEncoder().encode(header);
  const file = new Uint8Array(8 + text.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

const entry = (dtype: string, shape: string, offsets: string) =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":${offsets}}`;

describe('encodeSafetensors', () => {
  it('writes the bytes that the format prescribes', () => {
    const file = encodeSafetensors([{ name: 'a', shape: [1], data: new Float32Array([1]) }]);
    const header = '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}  ';
    expect(new DataView(file.buffer).getBigUint64(0, true)).toBe(56n);
    expect(new TextDecoder().decode(file.subarray(8, 64))).toBe(header);
    expect([...file.subarray(64)]).toEqual([0, 0, 0x80, 0x3f]);
  });

  it.each([0, 1, 2, 3, 4, 5, 6, 7])(
    'starts the data at a multiple of 8 when the name has %i letters more',
    (letters) => {
      const file = encodeSafetensors([{ ...kernel, name: 'n'.repeat(letters) }]);
      expect((file.length - kernel.data.byteLength) % 8).toBe(0);
      expect(decodeSafetensors(file).tensors.get('n'.repeat(letters))?.data).toEqual(kernel.data);
    },
  );

  it('writes only the part of a buffer that the array views', () => {
    const view = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
    const { tensors } = decodeSafetensors(encodeSafetensors([{ name: 'view', shape: [2], data: view }]));
    expect([...tensors.get('view')!.data]).toEqual([1, 2]);
  });

  it('refuses names that occur twice or are reserved, and shapes that do not fit', () => {
    expect(() => encodeSafetensors([kernel, kernel])).toThrow(ValueError);
    expect(() => encodeSafetensors([{ ...kernel, name: '__metadata__' }])).toThrow(ValueError);
    expect(() => encodeSafetensors([{ ...kernel, shape: [3] }])).toThrow(ShapeError);
    expect(() => encodeSafetensors([{ ...kernel, shape: [3] }])).toThrow('has shape [3] but 4 elements');
  });
});

describe('decodeSafetensors', () => {
  it('gives back what was written, in order', () => {
    const empty: NamedArray = { name: 'empty', shape: [0, 3], data: new Float32Array(0) };
    const metadata = { config: '{"layers":["\\"{}"]}', 字: '値' };
    const content = decodeSafetensors(encodeSafetensors([kernel, empty, step], metadata));
    expect([...content.tensors.values()]).toEqual([kernel, empty, step]);
    expect({ ...content.metadata }).toEqual(metadata);
  });

  it('reads a file without tensors and metadata', () => {
    const content = decodeSafetensors(fileWith('{}', 0));
    expect(content.tensors.size).toBe(0);
    expect(content.metadata['constructor']).toBeUndefined();
  });

  it('takes names that mean something to JavaScript objects for plain names', () => {
    const named = (name: string): NamedArray => ({ ...kernel, name });
    const names = ['__proto__', 'constructor', 'toString'];
    const content = decodeSafetensors(encodeSafetensors(names.map(named), JSON.parse('{"__proto__":"text"}')));
    expect([...content.tensors.keys()]).toEqual(names);
    expect(Object.entries(content.metadata)).toEqual([['__proto__', 'text']]);
    expect(Object.hasOwn(Object.prototype, 'dtype')).toBe(false);
  });

  it('keeps the bits of NaN, infinities and negative zero', () => {
    const bits = new Uint32Array([0x7fc00001, 0x7f800000, 0xff800000, 0x80000000, 1]);
    const data = new Float32Array(bits.buffer);
    const read = decodeSafetensors(encodeSafetensors([{ name: 'odd', shape: [5], data }])).tensors.get('odd')!.data;
    expect(new Uint32Array(read.buffer, read.byteOffset, read.length)).toEqual(bits);
  });

  it.each([0, 1, 2, 3])('reads a file that starts %i bytes into its buffer', (shift) => {
    const file = encodeSafetensors([kernel, step]);
    const shifted = new Uint8Array(file.length + shift).subarray(shift);
    shifted.set(file);
    expect([...decodeSafetensors(shifted).tensors.values()]).toEqual([kernel, step]);
  });

  it('reads a header that leaves the data unaligned', () => {
    const file = fileWith(`{"a":${entry('U32', '[1]', '[0,4]')}}   `.slice(0, -2), 4);
    expect((file.length - 4) % 4).not.toBe(0);
    file[file.length - 4] = 7;
    expect([...decodeSafetensors(file).tensors.get('a')!.data]).toEqual([7]);
  });

  it('refuses a file cut at any byte', () => {
    const file = encodeSafetensors([kernel, step], { note: 'short' });
    for (let length = 0; length < file.length; length++) {
      expect(() => decodeSafetensors(file.slice(0, length)), `${length} bytes`).toThrow(FormatError);
    }
  });

  it('either reads or refuses a file with any one byte changed, never failing otherwise', () => {
    const file = encodeSafetensors([kernel, step], { note: 'short' });
    let refused = 0;
    for (let position = 0; position < file.length; position++) {
      for (const value of [0x00, 0x20, 0x22, 0x2d, 0x39, 0x7d, 0xff]) {
        const damaged = file.slice();
        damaged[position] = value;
        try {
          decodeSafetensors(damaged);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
          refused++;
        }
      }
    }
    expect(refused).toBeGreaterThan(file.length);
  });

  it.each([
    ['a header beyond the limit', withHeaderLength(100_000_001n), 'claims 100000001 bytes; at most 100000000'],
    ['a header of 2^64 - 1 bytes', withHeaderLength(2n ** 64n - 1n), 'claims 18446744073709551615 bytes'],
    ['a header beyond the file', withHeaderLength(50n), 'claims 50 bytes but the file has 16'],
    ['text that is not JSON', fileWith('{"a"', 0), 'not valid JSON'],
    ['text that is not UTF-8', withByte(fileWith('{"a":1}', 0), 10, 0xff), 'not valid JSON'],
    ['a list as header', fileWith('[1]', 0), 'is [1]; a JSON object is expected'],
    [
      'a tensor twice',
      fileWith(`{"a":${entry('F32', '[1]', '[0,4]')},"a" :${entry('F32', '[1]', '[4,8]')}}`, 8),
      'key "a" twice',
    ],
    ['a tensor twice, once escaped', fileWith('{"a":1,"\\u0061":2}', 0), 'key "a" twice'],
    ['a repeated key inside an entry', fileWith('{"a":{"dtype":"F32","dtype":"U32"}}', 0), 'key "dtype" twice'],
    ['metadata that is not a table', fileWith('{"__metadata__":["a"]}', 0), '__metadata__ is ["a"]'],
    ['metadata that is not text', fileWith('{"__metadata__":{"epoch":3}}', 0), 'has 3 under "epoch"'],
    [
      'an entry that is no object',
      fileWith('{"a":null}', 0),
      'Tensor "a" in the safetensors file is described by null',
    ],
    [
      'an element type that is not read',
      fileWith(`{"w":${entry('BF16', '[2]', '[0,4]')}}`, 4),
      '"w" in the safetensors file has element type "BF16"',
    ],
    ['no element type', fileWith('{"a":{"shape":[],"data_offsets":[0,4]}}', 4), 'element type nothing'],
    ['a negative size', fileWith(`{"a":${entry('F32', '[-1]', '[0,4]')}}`, 4), 'has shape [-1]'],
    ['a fractional size', fileWith(`{"a":${entry('F32', '[0.5]', '[0,4]')}}`, 4), 'has shape [0.5]'],
    ['a size beyond exact integers', fileWith(`{"a":${entry('F32', '[1e300]', '[0,4]')}}`, 4), 'has shape [1e+300]'],
    [
      'sizes whose product is huge',
      fileWith(`{"a":${entry('F32', '[4294967296,4294967296]', '[0,4]')}}`, 4),
      'does not make 4 bytes',
    ],
    ['a shape that is too small', fileWith(`{"a":${entry('F32', '[1]', '[0,8]')}}`, 8), 'does not make 8 bytes'],
    ['one offset', fileWith(`{"a":${entry('F32', '[1]', '[0]')}}`, 4), 'has data_offsets [0]'],
    ['a negative offset', fileWith(`{"a":${entry('F32', '[1]', '[-4,0]')}}`, 4), 'has data_offsets [-4,0]'],
    ['offsets in reverse', fileWith(`{"a":${entry('F32', '[1]', '[4,0]')}}`, 4), 'lies at bytes 4 to 0'],
    [
      'an offset beyond the file',
      fileWith(`{"a":${entry('F32', '[2]', '[0,8]')}}`, 4),
      'lies at bytes 0 to 8, but the file holds 4',
    ],
    [
      'overlapping tensors',
      fileWith(`{"a":${entry('F32', '[2]', '[0,8]')},"b":${entry('F32', '[1]', '[4,8]')}}`, 8),
      '"b" in the safetensors file overlaps',
    ],
    [
      'a hole',
      fileWith(`{"a":${entry('F32', '[1]', '[0,4]')},"b":${entry('F32', '[1]', '[8,12]')}}`, 12),
      '"b" in the safetensors file leaves a hole',
    ],
    [
      'bytes after the last tensor',
      fileWith(`{"a":${entry('F32', '[1]', '[0,4]')}}`, 9),
      'holds 9 bytes of data but its tensors take 4',
    ],
    ['deep nesting', fileWith(`{"a":${'['.repeat(200_000)}`, 0), 'not valid JSON'],
    ['deep nesting that ends', fileWith(`{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`, 0), 'nested too deep'],
  ])('refuses %s', (_, file, message) => {
    expect(() => decodeSafetensors(file)).toThrow(FormatError);
    expect(() => decodeSafetensors(file)).toThrow(message);
  });
});

function withHeaderLength(length: bigint): Uint8Array {
  const file = new Uint8Array(16);
  new DataView(file.buffer).setBigUint64(0, length, true);
  return file;
}

function withByte(file: Uint8Array, position: number, value: number): Uint8Array {
  file[position] = value;
  return file;
}
