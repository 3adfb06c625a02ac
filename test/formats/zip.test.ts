import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/errors.ts';
import { crc32 } from '../../src/formats/crc32.ts';
import { isZip, unzip, unzipEach, zip } from '../../src/formats/zip.ts';

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const LIMIT = 1_000_000;

/** Replaces the first bytes that are equal. */
function patched(bytes: Uint8Array, from: Uint8Array, to: Uint8Array, all = false): Uint8Array {
  const copy = bytes.slice();
  for (let i = 0; i + from.length <= copy.length; i++) {
    if (!from.every((byte, j) => copy[i + j] === byte)) continue;
    copy.set(to, i);
    if (!all) return copy;
  }
  return copy;
}

/** Where the list of members has the field of the first one that lies `offset` bytes in. */
function directoryField(bytes: Uint8Array, offset: number): [DataView, number] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [view, view.getUint32(bytes.length - 22 + 16, true) + offset];
}

describe('zip', () => {
  it('gives back members in their order, stored', () => {
    const members = { 'metadata.json': text('{}'), 'a/b.bin': Uint8Array.of(1, 2, 3), empty: new Uint8Array() };
    const packed = zip(members);
    expect(isZip(packed)).toBe(true);
    // Compression method 0 in the header of the first member.
    expect(packed[8]).toBe(0);
    expect([...unzip(packed, LIMIT)]).toEqual(Object.entries(members));
    expect(zip(members)).toEqual(packed);
  });

  it('reads names in UTF-8, and as Windows writes them', () => {
    const packed = zip({ 'K?che/1.png': text('1'), 'Küche/2.png': text('2') });
    // ü is 0x81 in code page 437.
    const windows = patched(packed, text('K?che'), Uint8Array.of(0x4b, 0x81), true);
    expect([...unzip(windows, LIMIT).keys()]).toEqual(['Küche/1.png', 'Küche/2.png']);
  });

  it('inflates deflated members', () => {
    const content = text('the same again '.repeat(10_000));
    expect(unzip(zipSync({ 'x.txt': content }, { level: 9 }), LIMIT).get('x.txt')).toEqual(content);
  });

  it('unpacks only the wanted members, one by one, and counts only them', () => {
    const packed = zipSync({ 'a.png': text('abc'), 'b.txt': new Uint8Array(LIMIT), 'c.png': text('de') });
    const members = unzipEach(packed, { maxBytes: 5, wanted: (name) => name.endsWith('.png') });
    expect(members.next().value).toEqual(['a.png', text('abc')]);
    expect(members.next().value).toEqual(['c.png', text('de')]);
    expect(members.next().done).toBe(true);
    expect(() => [...unzipEach(packed, { maxBytes: 4, wanted: (name) => name.endsWith('.png') })]).toThrow(
      'unpacks to 5 bytes; at most 4 are expected',
    );
    expect(() => [...unzipEach(packed, { maxBytes: LIMIT * 2, maxMembers: 2 })]).toThrow(
      'has 3 members; at most 2 are expected',
    );
  });

  it('says what zip64 is', () => {
    const packed = zip({ a: text('abc') });
    new DataView(packed.buffer).setUint16(packed.length - 22 + 10, 0xffff, true);
    expect(() => unzip(packed, LIMIT)).toThrow('(zip64), which is not read');
  });

  it('checks sums: CRC-32 of "123456789" is cbf43926', () => {
    expect(crc32(text('123456789')).toString(16)).toBe('cbf43926');
    const packed = zip({ x: text('abcdefgh') });
    expect(() => unzip(patched(packed, text('abcdefgh'), text('abcdefgX')), LIMIT)).toThrow(
      'The zip archive is damaged: "x" cannot be read.',
    );
  });

  it.each(['../evil', 'a/../../evil', '/etc/passwd', '..\\evil', 'C:\\evil', '\\evil'])(
    'refuses the path %s',
    (path) => {
      expect(() => unzip(zip({ [path]: text('x') }), LIMIT)).toThrow('a path that leads out of its folder');
    },
  );

  it('refuses two members of one name', () => {
    const packed = zip({ first: text('1'), other: text('2') });
    expect(() => unzip(patched(packed, text('other'), text('first'), true), LIMIT)).toThrow('has "first" twice');
  });

  it('refuses more than is allowed before it unpacks anything', () => {
    const bomb = zipSync({ bomb: new Uint8Array(50_000_000) }, { level: 9 });
    expect(bomb.length).toBeLessThan(100_000);
    expect(() => unzip(bomb, LIMIT)).toThrow('unpacks to 50000000 bytes; at most 1000000 are expected');
  });

  it('refuses a member that unpacks to more than it says', () => {
    const bomb = zipSync({ bomb: new Uint8Array(50_000_000) }, { level: 9 });
    const [view, at] = directoryField(bomb, 24);
    view.setUint32(at, 1000, true);
    expect(() => unzip(bomb, LIMIT)).toThrow(FormatError);
    // And one that says more than its bytes could ever be.
    view.setUint32(at, 2 ** 32 - 2, true);
    expect(() => unzip(bomb, 2 ** 33)).toThrow(FormatError);
  });

  it('refuses damaged and cut archives, and nothing crashes', () => {
    const packed = zipSync({ a: text('hello hello hello hello'), b: text('x') }, { level: 6 });
    for (let length = 0; length < packed.length; length++) {
      expect(() => unzip(packed.subarray(0, length), LIMIT)).toThrow(FormatError);
    }
    for (let i = 0; i < packed.length; i++) {
      for (const value of [0, 255, packed[i] ^ 1]) {
        const bytes = packed.slice();
        bytes[i] = value;
        try {
          unzip(bytes, LIMIT);
        } catch (error) {
          expect(error).toBeInstanceOf(FormatError);
        }
      }
    }
  });
});
