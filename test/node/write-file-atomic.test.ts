import { execFile } from 'node:child_process';
import { mkdir, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { WriteError } from '../../src/errors.ts';
import { errorReason } from '../../src/node/error-reason.ts';
import { writeFileAtomic } from '../../src/node/write-file-atomic.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();
const bytes = new Uint8Array([1, 2, 3]);

describe('writeFileAtomic', () => {
  it('writes a new file and leaves nothing else', async () => {
    const folder = await temporaryFolder();
    await writeFileAtomic(join(folder, 'model 模型.bin'), bytes);
    expect(await readdir(folder)).toEqual(['model 模型.bin']);
    expect([...(await readFile(join(folder, 'model 模型.bin')))]).toEqual([1, 2, 3]);
  });

  it('replaces a longer file as a whole', async () => {
    const path = join(await temporaryFolder(), 'file');
    await writeFile(path, 'a longer text');
    await writeFileAtomic(path, 'short');
    expect(await readFile(path, 'utf8')).toBe('short');
  });

  it('takes a name as long as the file system allows', async () => {
    const path = join(await temporaryFolder(), 'n'.repeat(255));
    await writeFileAtomic(path, bytes);
    expect((await readFile(path)).length).toBe(3);
  });

  it('writes through a link', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'real'), 'before');
    await symlink('real', join(folder, 'link'));
    await writeFileAtomic(join(folder, 'link'), 'after');
    expect(await readlink(join(folder, 'link'))).toBe('real');
    expect(await readFile(join(folder, 'real'), 'utf8')).toBe('after');
  });

  it('says why it cannot write', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    await mkdir(join(folder, 'folder'));
    await symlink('loop', join(folder, 'loop'));
    const reasonFor = async (name: string) => {
      const error = await writeFileAtomic(join(folder, name), bytes).catch((caught: unknown) => caught);
      expect(error).toBeInstanceOf(WriteError);
      return (error as WriteError).details['reason'];
    };
    expect(await reasonFor('missing/file')).toBe('it, or the folder it is in, does not exist.');
    expect(await reasonFor('file/inside')).toBe('a part of the path is a file, not a folder.');
    expect(await reasonFor('folder')).toBe('it is a folder, not a file.');
    expect(await reasonFor('loop')).toBe('its links form a loop.');
    expect(await reasonFor('n'.repeat(300))).toBe('the name is too long.');
    expect((await readdir(folder)).sort()).toEqual(['file', 'folder', 'loop']);
  });

  it('never replaces a device', async () => {
    await expect(writeFileAtomic('/dev/null', bytes)).rejects.toThrow('it is a device or pipe, not a file.');
  });

  it('keeps what stood there when the operating system stops the write midway', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'model.bin');
    await writeFile(path, 'the good old model');
    const child = fileURLToPath(new URL('write-large-file.ts', import.meta.url));
    const command = 'ulimit -f 256 && exec "$0" --import tsx "$1" "$2"';
    const run = promisify(execFile)('bash', ['-c', command, process.execPath, child, path]);
    const { stdout } = await run;
    expect(stdout).toContain(`Cannot write ${path}: the file would exceed the size limit`);
    expect(await readFile(path, 'utf8')).toBe('the good old model');
    expect(await readdir(folder)).toEqual(['model.bin']);
  });
});

describe('errorReason', () => {
  const systemError = (code: string) => Object.assign(new Error(`${code}: as Node words it`), { code });

  it('translates the codes of the operating system', () => {
    expect(errorReason(systemError('ENOSPC'))).toBe('the disk is full.');
    expect(errorReason(systemError('EACCES'))).toBe('permission is missing.');
    expect(errorReason(systemError('EROFS'))).toBe('the disk is read-only.');
  });

  it('passes on what it does not know', () => {
    expect(errorReason(systemError('EXYZ'))).toBe('EXYZ: as Node words it');
    expect(errorReason(systemError('toString'))).toBe('toString: as Node words it');
    expect(errorReason('text')).toBe('text');
  });
});
