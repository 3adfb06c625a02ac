import { FormatError } from '../errors.ts';
import { MAX_DEFLATE_RATIO } from './deflate-ratio.ts';

const HEADER_AND_TRAILER = 18;

/** Whether bytes begin as a gzip file does. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;

/**
 * Unpacks a gzip file of one member by the decoder that browsers and Node have. The size that its end gives is checked
 * before memory is taken, and nothing is unpacked beyond it. RFC 1952.
 *
 * @param maxBytes what it may unpack to.
 * @param afterPiece is called after each piece of it; what it promises is waited for.
 * @throws FormatError when it is damaged or cut off, or too large.
 */
export async function gunzip(
  bytes: Uint8Array,
  maxBytes: number,
  afterPiece?: () => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!isGzip(bytes) || bytes.length < HEADER_AND_TRAILER) throw damaged('its header or its end is missing');
  const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(bytes.length - 4, true);
  if (size > maxBytes) {
    throw new FormatError(`The gzip file unpacks to ${size} bytes; at most ${maxBytes} are expected.`, { size });
  }
  if (size > bytes.length * MAX_DEFLATE_RATIO) throw damaged('it cannot hold what its end says');
  const content = new Uint8Array(size);
  let filled = 0;
  try {
    const packed = new Blob([bytes as Uint8Array<ArrayBuffer>]).stream();
    const reader = packed.pipeThrough(new DecompressionStream('gzip')).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (filled + next.value.length > size) {
        await reader.cancel();
        throw damaged('it has more than its end says');
      }
      content.set(next.value, filled);
      filled += next.value.length;
      await afterPiece?.();
    }
  } catch (cause) {
    if (cause instanceof FormatError) throw cause;
    throw new FormatError(damaged('it cannot be unpacked').message, {}, { cause });
  }
  if (filled !== size) throw damaged('it has less than its end says');
  return content;
}

const damaged = (problem: string): FormatError => new FormatError(`The gzip file is damaged or cut off: ${problem}.`);
