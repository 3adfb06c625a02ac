import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { FormatError } from '../../src/errors.ts';
import { gunzip, isGzip } from '../../src/formats/gunzip.ts';

const content = new TextEncoder().encode('the same again '.repeat(1000));
const packed = new Uint8Array(gzipSync(content));

/** The file with another size at its end. */
function saying(size: number): Uint8Array {
  const bytes = packed.slice();
  new DataView(bytes.buffer).setUint32(bytes.length - 4, size, true);
  return bytes;
}

describe('gunzip', () => {
  it('unpacks what fits', async () => {
    expect(isGzip(packed)).toBe(true);
    expect(isGzip(content)).toBe(false);
    expect(await gunzip(packed, 15_000)).toEqual(content);
    expect(await gunzip(new Uint8Array(gzipSync('')), 0)).toHaveLength(0);
    let pieces = 0;
    await gunzip(packed, 15_000, async () => void pieces++);
    expect(pieces).toBeGreaterThan(0);
  });

  it('refuses what is too large before it unpacks', async () => {
    await expect(gunzip(packed, 14_999)).rejects.toThrow('unpacks to 15000 bytes; at most 14999 are expected');
  });

  it('refuses lies about the size, below and above', async () => {
    await expect(gunzip(saying(100), 1e6)).rejects.toBeInstanceOf(FormatError);
    await expect(gunzip(saying(15_001), 1e6)).rejects.toBeInstanceOf(FormatError);
    await expect(gunzip(saying(2 ** 32 - 1), 2 ** 33)).rejects.toThrow('it cannot hold what its end says');
  });

  it('refuses a file cut at any byte, damaged ones and others', async () => {
    for (let length = 0; length < packed.length; length++) {
      await expect(gunzip(packed.subarray(0, length), 1e6), `${length} bytes`).rejects.toBeInstanceOf(FormatError);
    }
    const damaged = packed.slice();
    damaged[packed.length - 8] ^= 1;
    await expect(gunzip(damaged, 1e6)).rejects.toThrow('The gzip file is damaged or cut off');
    await expect(gunzip(content, 1e6)).rejects.toThrow('its header or its end is missing');
  });
});
