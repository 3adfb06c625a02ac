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
        tarMember('b', text('x'.repeat(512)), '\0', 'long/prefix'),
        tarMember('empty', text('')),
      ),
    );
    expect([...files.keys()]).toEqual(['folder/a', 'long/prefix/b', 'empty']);
    expect(new TextDecoder().decode(files.get('folder/a'))).toBe('first');
    expect(files.get('long/prefix/b')).toHaveLength(512);
  });

  it('takes long names from where pax and GNU tar write them, for the next member alone', () => {
    const long = `${'ä'.repeat(60)}/1.png`;
    const files = decodeTar(
      tarArchive(
        // "136 path=", twice 60 bytes, "/1.png" and the end of the line.
        tarMember('PaxHeader', text(`18 comment=abcdef\n136 path=${long}\n`), 'x'),
        tarMember('cut', text('1')),
        tarMember('cut', text('2')),
        tarMember('././@LongLink', text(`${long}2\0`), 'L'),
        tarMember('cut2', text('3')),
        tarMember('global', text('16 path=nothing\n'), 'g'),
        tarMember('last', text('4')),
      ),
    );
    const contents = [...files].map(([name, bytes]) => [name, new TextDecoder().decode(bytes)]);
    expect(contents).toEqual([
      [long, '1'],
      ['cut', '2'],
      [`${long}2`, '3'],
      ['last', '4'],
    ]);
  });

  it.each(['0 path=a\n', '99 path=a\n', 'path=a\n', '5 pa\n999999999999999999999 path=a\n'])(
    'refuses the extended header %j',
    (records) => {
      const archive = tarArchive(tarMember('PaxHeader', text(records), 'x'), tarMember('a', text('1')));
      expect(() => decodeTar(archive)).toThrow('an extended header cannot be read');
    },
  );

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
