import { crc32, deflateSync } from 'node:zlib';
import { seededRandom } from '../../src/engine/seeded-random.ts';

/** A PNG of any kind, as the header chunk says it (PNG specification, 11.2.1). */
export interface PngKind {
  readonly width: number;
  readonly height: number;
  readonly depth: 1 | 2 | 4 | 8 | 16;
  /** Gray, red-green-blue, palette, gray and alpha, or red-green-blue and alpha. */
  readonly type: 0 | 2 | 3 | 4 | 6;
  readonly interlaced?: boolean;
  /** Chunks before the pixels: name and bytes. */
  readonly chunks?: readonly (readonly [name: string, data: readonly number[]])[];
}

const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
const WHOLE = [[0, 0, 1, 1]] as const;
/** First column and row, and steps, of Adam7's passes. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** A PNG of random samples, the rows by all filters in turn; those of palettes without, and below 16. */
export function noisePng(kind: PngKind, seed: string): Uint8Array {
  const { width, height, depth, type, interlaced = false, chunks = [] } = kind;
  const random = seededRandom(seed);
  const rows: Buffer[] = [];
  for (const [left, top, stepX, stepY] of interlaced ? PASSES : WHOLE) {
    const columns = Math.ceil((width - left) / stepX);
    const lines = columns > 0 ? Math.ceil((height - top) / stepY) : 0;
    for (let y = 0; y < lines; y++) {
      const row = Buffer.alloc(1 + Math.ceil((columns * CHANNELS[type] * depth) / 8));
      for (let i = 1; i < row.length; i++) row[i] = Math.floor(random() * (type === 3 && depth === 8 ? 16 : 256));
      row[0] = type === 3 ? 0 : y % 5;
      rows.push(row);
    }
  }
  const header = [...uint32(width), ...uint32(height), depth, type, 0, 0, interlaced ? 1 : 0];
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[['IHDR', header] as const, ...chunks].map(([name, data]) => chunk(name, Buffer.from(data))),
    chunk('IDAT', deflateSync(Buffer.concat(rows))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const uint32 = (value: number): number[] => [value >>> 24, value >>> 16, value >>> 8, value].map((byte) => byte & 255);

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  return Buffer.concat([Buffer.from(uint32(data.length)), named, Buffer.from(uint32(crc32(named)))]);
}
