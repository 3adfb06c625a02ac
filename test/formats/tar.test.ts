import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/errors.ts';
import { decodeTar } from '../../src/formats/tar.ts';
import { tarArchive, tarMember } from '../support/tar-archive.ts';

const text = (value: string) => new TextEncoder().encode(value);

describe('decodeTar', () => {
  it('finds the regular files', () => {
    const files = decodeTar(
      tarArchive(
        tarMember('folder/', text(''), '5'),
        tarMember('folder/a', text('first')),
        tarMember('link', text(''), '2'),
        tarMember('PaxHeader', text('30 path=other\n'), 'x'),
        tarMember('b', text('x'.repeat(512)), '\0', 'long/prefix'),
        tarMember('empty', text('')),
      ),
    );
    expect([...files.keys()]).toEqual(['folder/a', 'long/prefix/b', 'empty']);
    expect(new TextDecoder().decode(files.get('folder/a'))).toBe('first');
    expect(files.get('long/prefix/b')).toHaveLength(512);
  });

  it('refuses an archive cut at any byte', () => {
    const archive = tarArchive(tarMember('a', text('contents')));
    const withoutEndMark = archive.length - 1024;
    for (let length = 0; length <= withoutEndMark + 511; length++) {
      expect(() => decodeTar(archive.subarray(0, length)), `${length} bytes`).toThrow(FormatError);
    }
  });

  it('refuses other files and damaged headers', () => {
    expect(() => decodeTar(new Uint8Array(2048).fill(7))).toThrow('This is no tar archive');
    const archive = tarArchive(tarMember('a', text('contents')));
    archive[0] ^= 1;
    expect(() => decodeTar(archive)).toThrow('the checksum of the header at byte 0 is wrong');
  });

  it('refuses a size that the archive cannot hold', () => {
    const member = tarMember('a', text('x'.repeat(600)));
    expect(() => decodeTar(tarArchive(member.subarray(0, 512)).subarray(0, 1024))).toThrow(
      '"a" has 600 bytes, 512 are left',
    );
  });
});
