/** The parts of a BMP file that a test wants to choose. */
export interface BmpParts {
  readonly width: number;
  /** Negative for rows from the top. */
  readonly height: number;
  readonly bitsPerPixel: number;
  /** Pixels as they stand in the file, padding included. */
  readonly body: readonly number[];
  /** Blue, green, red, 0 for each color. */
  readonly palette?: readonly number[];
  readonly compression?: number;
  readonly masks?: readonly number[];
}

/** Writes a BMP file with a 40-byte info header. */
export function bmpFile(parts: BmpParts): Uint8Array {
  const { palette = [], masks = [], body } = parts;
  const pixelOffset = 54 + 4 * masks.length + palette.length;
  const file = new Uint8Array(pixelOffset + body.length);
  const view = new DataView(file.buffer);
  file.set([0x42, 0x4d]);
  view.setUint32(2, file.length, true);
  view.setUint32(10, pixelOffset, true);
  view.setUint32(14, 40, true);
  view.setInt32(18, parts.width, true);
  view.setInt32(22, parts.height, true);
  view.setUint16(26, 1, true);
  view.setUint16(28, parts.bitsPerPixel, true);
  view.setUint32(30, parts.compression ?? 0, true);
  view.setUint32(46, palette.length / 4, true);
  masks.forEach((mask, i) => {
    view.setUint32(54 + 4 * i, mask, true);
  });
  file.set(palette, 54 + 4 * masks.length);
  file.set(body, pixelOffset);
  return file;
}
