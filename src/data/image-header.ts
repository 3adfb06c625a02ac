import type { ImageFormat } from './image-format.ts';

/** What the header of an image file tells without decoding. */
export interface ImageHeader {
  readonly width: number;
  readonly height: number;
  /** Whether the pixels are amounts of cyan, magenta, yellow and black ink. */
  readonly isCmyk: boolean;
}

/**
 * Reads the header of a GIF, JPEG, PNG or WebP file from its first bytes. Undefined for other formats, and where the
 * header is damaged or lies beyond these bytes: a decoder must then say.
 */
export function readImageHeader(format: ImageFormat, start: Uint8Array): ImageHeader | undefined {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  switch (format) {
    case 'gif':
      return gifHeader(view);
    case 'jpeg':
      return jpegHeader(view);
    case 'png':
      return pngHeader(view);
    case 'webp':
      return webpHeader(view);
    default:
      return undefined;
  }
}

/** The logical screen comes after the signature: width, height (GIF89a, section 18). */
function gifHeader(view: DataView): ImageHeader | undefined {
  if (view.byteLength < 10) return undefined;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true), isCmyk: false };
}

const RIFF_HEADER_BYTES = 12;
const SIDE_BITS = 0x3fff;

/** The first chunk is a lossy frame, a lossless one, or the header of a file of several chunks (RFC 9649, section 2). */
function webpHeader(view: DataView): ImageHeader | undefined {
  const data = RIFF_HEADER_BYTES + 8;
  if (view.byteLength < data + 10) return undefined;
  const name = String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + RIFF_HEADER_BYTES, 4));
  if (name === 'VP8 ') {
    const [width, height] = [view.getUint16(data + 6, true), view.getUint16(data + 8, true)];
    return { width: width & SIDE_BITS, height: height & SIDE_BITS, isCmyk: false };
  }
  if (name === 'VP8L') {
    const sides = view.getUint32(data + 1, true);
    return { width: (sides & SIDE_BITS) + 1, height: ((sides >>> 14) & SIDE_BITS) + 1, isCmyk: false };
  }
  if (name !== 'VP8X') return undefined;
  const side = (at: number) => view.getUint16(at, true) + 2 ** 16 * view.getUint8(at + 2) + 1;
  return { width: side(data + 4), height: side(data + 7), isCmyk: false };
}

const PNG_SIGNATURE_BYTES = 8;
const IHDR = 0x49484452;

/** The chunk IHDR comes first: length, name, width, height (PNG specification, 11.2.1). */
function pngHeader(view: DataView): ImageHeader | undefined {
  const chunk = PNG_SIGNATURE_BYTES;
  if (view.byteLength < chunk + 16 || view.getUint32(chunk + 4) !== IHDR) return undefined;
  return { width: view.getUint32(chunk + 8), height: view.getUint32(chunk + 12), isCmyk: false };
}

/** Markers SOF0 to SOF15 begin a frame; of their numbers three stand for tables and for the arithmetic coder. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;

/** Goes from segment to segment to the frame header: length, bits, height, width, components (ITU-T T.81, B.2.2). */
function jpegHeader(view: DataView): ImageHeader | undefined {
  let at = 2;
  while (at + 10 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++; // a fill byte
    } else if (isFrame(marker)) {
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), isCmyk: view.getUint8(at + 9) === 4 };
    } else {
      at += 2 + view.getUint16(at + 2);
    }
  }
  return undefined;
}
