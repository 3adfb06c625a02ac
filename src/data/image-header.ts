import type { ImageFormat } from './image-format.ts';

/** What the header of an image file tells without decoding. */
export interface ImageHeader {
  readonly width: number;
  readonly height: number;
  /** Whether the pixels are amounts of cyan, magenta, yellow and black ink. */
  readonly isCmyk: boolean;
}

/**
 * Reads the header of a JPEG or PNG file from its first bytes. Undefined for other formats, and where the header is
 * damaged or lies beyond these bytes: a decoder must then say.
 */
export function readImageHeader(format: ImageFormat, start: Uint8Array): ImageHeader | undefined {
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  if (format === 'jpeg') return jpegHeader(view);
  return format === 'png' ? pngHeader(view) : undefined;
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
