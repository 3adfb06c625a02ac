import type { ImageFormat } from './image-format.ts';

/**
 * The bytes of an image file without its EXIF data, in pieces, for decoders that turn a photo as that says and cannot be
 * kept from it. Undefined where there is none.
 */
export function withoutExif(
  format: ImageFormat,
  bytes: Uint8Array<ArrayBuffer>,
): Uint8Array<ArrayBuffer>[] | undefined {
  const ranges = [...exifRanges(format, new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength))];
  if (ranges.length === 0) return undefined;
  const starts = [0, ...ranges.map(({ end }) => end)];
  const ends = [...ranges.map(({ start }) => start), bytes.length];
  return starts.map((start, i) => bytes.subarray(start, ends[i]));
}

interface Range {
  readonly start: number;
  readonly end: number;
}

function exifRanges(format: ImageFormat, view: DataView): Iterable<Range> {
  if (format === 'jpeg') return jpegExif(view);
  return format === 'png' ? pngExif(view) : [];
}

const START_OF_SCAN = 0xda;
const APP1 = 0xe1;

/** A segment is 0xff, its marker, its length and its content (ITU-T T.81, B.1.1.4). APP1 holds other data as well. */
function* jpegExif(view: DataView): Iterable<Range> {
  let at = 2;
  while (at + 4 <= view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === START_OF_SCAN) return;
    if (marker === 0xff) {
      at++; // a fill byte
      continue;
    }
    const end = at + 2 + view.getUint16(at + 2);
    if (marker === APP1 && textAt(view, at + 4) === 'Exif') yield { start: at, end };
    at = end;
  }
}

const PNG_SIGNATURE_BYTES = 8;
/** Its length and name before, its checksum behind the data. */
const AROUND_CHUNK = 12;

function* pngExif(view: DataView): Iterable<Range> {
  let at = PNG_SIGNATURE_BYTES;
  while (at + AROUND_CHUNK <= view.byteLength) {
    const end = at + AROUND_CHUNK + view.getUint32(at);
    if (textAt(view, at + 4) === 'eXIf') yield { start: at, end };
    at = end;
  }
}

function textAt(view: DataView, at: number): string {
  if (at + 4 > view.byteLength) return '';
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, 4));
}
