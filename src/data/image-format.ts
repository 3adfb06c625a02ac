/** Image formats that can be decoded. */
export type ImageFormat = 'bmp' | 'gif' | 'jpeg' | 'png' | 'webp';

const SIGNATURES: readonly [format: ImageFormat, offset: number, bytes: string][] = [
  ['bmp', 0, 'BM'],
  ['gif', 0, 'GIF8'],
  ['jpeg', 0, '\xff\xd8\xff'],
  ['png', 0, '\x89PNG\r\n\x1a\n'],
  ['webp', 8, 'WEBP'],
];

/** The format of an image by the first 12 bytes of the file, whatever its name says; undefined for anything else. */
export function imageFormatOf(start: Uint8Array): ImageFormat | undefined {
  const text = String.fromCharCode(...start.subarray(0, 12));
  return SIGNATURES.find(([, offset, bytes]) => text.startsWith(bytes, offset))?.[0];
}
