import { expect, it } from 'vitest';
import { withoutExif } from '../../src/data/without-exif.ts';

const ascii = (text: string) => [...new TextEncoder().encode(text)];
const joined = (pieces: readonly Uint8Array[] | undefined) => pieces?.flatMap((piece) => [...piece]);

it('leaves out the EXIF segments before the scan of a JPEG, and no other data of APP1', () => {
  const start = [0xff, 0xd8, 0xff, 0xe0, 0, 3, 7];
  const exif = [0xff, 0xe1, 0, 9, ...ascii('Exif'), 0, 0, 1];
  const other = [0xff, 0xe1, 0, 7, ...ascii('http:')];
  const scan = [0xff, 0xda, 0, 2, ...exif, 0xff, 0xd9];
  const bytes = Uint8Array.of(...start, ...exif, 0xff, ...other, ...exif, ...scan);
  expect(joined(withoutExif('jpeg', bytes))).toEqual([...start, 0xff, ...other, ...scan]);
});

it('leaves out the EXIF chunk of a PNG', () => {
  const start = [...ascii('.PNG....'), 0, 0, 0, 1, ...ascii('IHDR'), 5, 1, 2, 3, 4];
  const exif = [0, 0, 0, 2, ...ascii('eXIf'), 8, 9, 1, 2, 3, 4];
  const end = [0, 0, 0, 0, ...ascii('IEND'), 1, 2, 3, 4];
  expect(joined(withoutExif('png', Uint8Array.of(...start, ...exif, ...end)))).toEqual([...start, ...end]);
});

it('finds none in other files, and ends where a file is cut', () => {
  expect(withoutExif('gif', Uint8Array.of(...ascii('GIF89a')))).toBeUndefined();
  expect(withoutExif('jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0))).toBeUndefined();
  expect(withoutExif('jpeg', Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 255, 255, ...ascii('Ex')))).toBeUndefined();
  expect(
    withoutExif('png', Uint8Array.of(...ascii('.PNG....'), 255, 255, 255, 255, ...ascii('IHDRabcd'))),
  ).toBeUndefined();
});
