import { DataError } from '../errors.ts';
import type { RawImage } from './raw-image.ts';

/** What the first bytes of a BMP file tell. */
export interface BmpHeader {
  readonly width: number;
  readonly height: number;
  readonly bitsPerPixel: 8 | 24 | 32;
  /** Whether the first row of the file is the top row of the image; most files begin at the bottom. */
  readonly topDown: boolean;
  /** Bytes of a row, which are padded to a multiple of 4. */
  readonly rowBytes: number;
  /** Where the pixels begin. */
  readonly pixelOffset: number;
  /** Where they end: a shorter file is cut short. */
  readonly end: number;
  /** Where the palette begins, and its number of colors; used with 8 bits per pixel. */
  readonly paletteOffset: number;
  readonly paletteColors: number;
}

/** As far as the bit masks, where there are some. */
const BMP_HEADER_BYTES = 66;

const FILE_HEADER_BYTES = 14;
const INFO_HEADER_BYTES = 40;
// Headers and palette take less than 1,300 bytes; a lying header shall not make us read gigabytes before the pixels.
const MAX_PIXEL_OFFSET = 65_536;
const UNCOMPRESSED = 0;
const BIT_FIELDS = 3;
const BGRA_MASKS = [0x00ff0000, 0x0000ff00, 0x000000ff];

/**
 * Reads the header of an uncompressed BMP file with 8 (palette), 24 or 32 bits per pixel (Microsoft's
 * BITMAPFILEHEADER and BITMAPINFOHEADER, or a later version of the latter).
 *
 * @throws DataError when the header is cut short or describes another kind of BMP.
 */
export function readBmpHeader(bytes: Uint8Array): BmpHeader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const infoBytes = bytes.length < 18 ? 0 : view.getUint32(14, true);
  if (bytes.length < FILE_HEADER_BYTES + INFO_HEADER_BYTES || infoBytes < INFO_HEADER_BYTES) {
    throw new DataError('the BMP header is cut short or of a kind from before Windows 3');
  }
  const width = view.getInt32(18, true);
  const height = view.getInt32(22, true);
  if (width <= 0 || height === 0) throw new DataError(`the BMP header gives a size of ${width}x${Math.abs(height)}`);
  const bitsPerPixel = view.getUint16(28, true);
  if (bitsPerPixel !== 8 && bitsPerPixel !== 24 && bitsPerPixel !== 32) {
    throw new DataError(`a BMP file with ${bitsPerPixel} bits per pixel cannot be read; 8, 24 and 32 can`);
  }
  const compression = view.getUint32(30, true);
  const usualMasks =
    compression === BIT_FIELDS &&
    bitsPerPixel === 32 &&
    bytes.length >= BMP_HEADER_BYTES &&
    BGRA_MASKS.every((mask, i) => view.getUint32(54 + 4 * i, true) === mask);
  if (compression !== UNCOMPRESSED && !usualMasks) {
    throw new DataError(`a BMP file with compression ${compression} cannot be read; uncompressed ones can`);
  }
  const pixelOffset = view.getUint32(10, true);
  if (pixelOffset > MAX_PIXEL_OFFSET) throw new DataError(`the BMP header puts the pixels at byte ${pixelOffset}`);
  const rowBytes = Math.ceil((width * bitsPerPixel) / 32) * 4;
  return {
    width,
    height: Math.abs(height),
    bitsPerPixel,
    topDown: height < 0,
    rowBytes,
    pixelOffset,
    end: pixelOffset + rowBytes * Math.abs(height),
    paletteOffset: FILE_HEADER_BYTES + infoBytes,
    paletteColors: Math.min(view.getUint32(46, true) || 256, 256),
  };
}

/**
 * Decodes an uncompressed BMP file. 24 bits and palettes give 3 channels; 32 bits give 4, where an alpha that is 0
 * throughout counts as unused and becomes opaque.
 *
 * @throws DataError when the file is cut short, names a color outside its palette, or is another kind of BMP.
 */
export function decodeBmp(bytes: Uint8Array): RawImage {
  const header = readBmpHeader(bytes);
  const { width, height, bitsPerPixel, rowBytes, pixelOffset, end } = header;
  if (bytes.length < end) throw new DataError(`the file ends early: ${bytes.length} of ${end} bytes`);

  const channels = bitsPerPixel === 32 ? 4 : 3;
  const pixels = new Uint8Array(width * height * channels);
  for (let row = 0; row < height; row++) {
    const fileRow = header.topDown ? row : height - 1 - row;
    const source = bytes.subarray(pixelOffset + fileRow * rowBytes, pixelOffset + (fileRow + 1) * rowBytes);
    const target = pixels.subarray(row * width * channels, (row + 1) * width * channels);
    if (bitsPerPixel === 8) paintPaletteRow(source, target, bytes, header);
    else paintColorRow(source, target, channels);
  }
  if (channels === 4) fillUnusedAlpha(pixels);
  return { pixels, height, width, channels };
}

function paintColorRow(source: Uint8Array, target: Uint8Array, channels: 3 | 4): void {
  for (let i = 0; i < target.length; i += channels) {
    target[i] = source[i + 2];
    target[i + 1] = source[i + 1];
    target[i + 2] = source[i];
    if (channels === 4) target[i + 3] = source[i + 3];
  }
}

function paintPaletteRow(source: Uint8Array, target: Uint8Array, file: Uint8Array, header: BmpHeader): void {
  for (let column = 0; column < header.width; column++) {
    const index = source[column];
    const color = header.paletteOffset + 4 * index;
    if (index >= header.paletteColors || color + 4 > header.pixelOffset) {
      throw new DataError(`a pixel names color ${index}, which the palette does not have`);
    }
    target[3 * column] = file[color + 2];
    target[3 * column + 1] = file[color + 1];
    target[3 * column + 2] = file[color];
  }
}

function fillUnusedAlpha(pixels: Uint8Array): void {
  for (let i = 3; i < pixels.length; i += 4) {
    if (pixels[i] !== 0) return;
  }
  for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
}
