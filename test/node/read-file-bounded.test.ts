import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { DataError } from '../../src/errors.ts';
import { readMaybeGzip } from '../../src/node/gunzip-bounded.ts';
import { readFileBounded } from '../../src/node/read-file-bounded.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

async function fileWith(contents: Uint8Array | string): Promise<string> {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, contents);
  return path;
}

describe('readFileBounded', () => {
  it('reads a file of just the allowed size, and refuses one byte more', async () => {
    const path = await fileWith('12345');
    expect(new TextDecoder().decode(await readFileBounded(path, 5))).toBe('12345');
    await expect(readFileBounded(path, 4)).rejects.toThrow(`${path}: it has 5 bytes; at most 4 are expected.`);
  });

  it('reads an empty file', async () => {
    expect((await readFileBounded(await fileWith(''), 10)).length).toBe(0);
  });

  it('names what cannot be read, and why', async () => {
    const folder = await temporaryFolder();
    await expect(readFileBounded(folder, 10)).rejects.toThrow(`Cannot read ${folder}: it is a folder`);
    const missing = readFileBounded(join(folder, 'missing'), 10);
    await expect(missing).rejects.toThrow(DataError);
    await expect(missing).rejects.toThrow('does not exist');
  });

  it('does not wait for a pipe that nobody writes', async () => {
    const pipe = join(await temporaryFolder(), 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    await expect(readFileBounded(pipe, 10)).rejects.toThrow('it is a device or pipe');
  });
});

describe('readMaybeGzip', () => {
  it('reads plain and compressed files alike', async () => {
    expect([...(await readMaybeGzip(await fileWith(new Uint8Array([5, 6])), 100))]).toEqual([5, 6]);
    expect([...(await readMaybeGzip(await fileWith(gzipSync(new Uint8Array([5, 6]))), 100))]).toEqual([5, 6]);
  });

  it('gives plain arrays, not buffers of Node', async () => {
    const bytes = await readMaybeGzip(await fileWith(gzipSync(new Uint8Array([5, 6]))), 100);
    expect(bytes.constructor).toBe(Uint8Array);
  });

  it('refuses a small file that would become a large one', async () => {
    const path = await fileWith(gzipSync(new Uint8Array(1_000_000)));
    await expect(readMaybeGzip(path, 10_000)).rejects.toThrow(`${path}: it grows beyond the 10000 bytes`);
  });

  it('refuses a compressed file cut at any byte after its signature', async () => {
    const whole = gzipSync('the digits');
    for (let length = 2; length < whole.length; length++) {
      const path = await fileWith(whole.subarray(0, length));
      await expect(readMaybeGzip(path, 100), `${length} bytes`).rejects.toThrow(`${path}: it is truncated`);
    }
  });

  it('refuses a compressed file with damaged contents', async () => {
    const damaged = gzipSync('the digits');
    damaged[damaged.length - 6] ^= 1;
    await expect(readMaybeGzip(await fileWith(damaged), 100)).rejects.toThrow('it is damaged');
  });
});
