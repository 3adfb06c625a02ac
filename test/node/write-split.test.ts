import { lstat, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { DataError, WriteError } from '../../src/errors.ts';
import type { SplitPlan } from '../../src/node/split-plan.ts';
import { type SplitMode, splitRecord, writeSplit } from '../../src/node/write-split.ts';
import { writeFiles } from '../support/images.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const temporaryFolder = temporaryFolders();

let root: string;
let target: string;
let plan: SplitPlan;
beforeEach(async () => {
  root = await temporaryFolder();
  target = join(root, 'sets');
  await writeFiles(root, { 'all/1.jpg': 'one', 'all/2.jpg': 'two' });
  plan = {
    files: [
      { from: join(root, 'all/1.jpg'), to: 'train/a/1.jpg' },
      { from: join(root, 'all/2.jpg'), to: 'test/a/b/2.jpg' },
    ],
    counts: { train: { a: 1 }, validation: {}, test: { a: 1 } },
    leftOver: 0,
  };
});

const read = (path: string) => readFile(join(target, path), 'utf8');

describe('writeSplit', () => {
  it('copies images and leaves a record', async () => {
    await writeSplit(target, plan);
    expect([await read('train/a/1.jpg'), await read('test/a/b/2.jpg')]).toEqual(['one', 'two']);
    expect((await readdir(target)).sort()).toEqual(['split.json', 'test', 'train']);
    expect(JSON.parse(await read('split.json'))).toEqual({ mode: 'copy', ...plan });
    expect((await readdir(root)).sort()).toEqual(['all', 'sets']);
    expect((await readdir(join(root, 'all'))).sort()).toEqual(['1.jpg', '2.jpg']);
  });

  it.each<[SplitMode, boolean, boolean]>([
    ['copy', false, false],
    ['hard-link', false, true],
    ['symbolic-link', true, true],
  ])('puts images by %s', async (mode, isLink, isSame) => {
    await writeSplit(target, plan, mode);
    const [path, original] = [join(target, 'train/a/1.jpg'), join(root, 'all/1.jpg')];
    expect((await lstat(path)).isSymbolicLink()).toBe(isLink);
    expect((await stat(path)).ino === (await stat(original)).ino).toBe(isSame);
    expect(await read('train/a/1.jpg')).toBe('one');
  });

  it('takes an empty folder, and no other', async () => {
    await mkdir(target);
    await writeSplit(target, plan);
    await expect(writeSplit(target, plan)).rejects.toThrow(
      /is there already and holds 3 entries; nothing is overwritten/,
    );
  });

  it('goes on after an interruption, which can be seen', async () => {
    await rename(join(root, 'all/2.jpg'), join(root, 'gone.jpg'));
    await expect(writeSplit(target, plan)).rejects.toThrow(WriteError);
    expect((await readdir(root)).sort()).toEqual(['all', 'gone.jpg', 'sets.partial']);
    // What is complete is kept, what is not is made again.
    await writeFile(join(`${target}.partial`, 'train/a/1.jpg'), 'kept');
    await writeFile(join(`${target}.partial`, 'test/a/b/.2.jpg.partial'), 'half');
    await rename(join(root, 'gone.jpg'), join(root, 'all/2.jpg'));
    await writeSplit(target, plan);
    expect([await read('train/a/1.jpg'), await read('test/a/b/2.jpg')]).toEqual(['kept', 'two']);
    expect(await readdir(join(target, 'test/a/b'))).toEqual(['2.jpg']);
    expect((await readdir(root)).sort()).toEqual(['all', 'sets']);
  });

  it('does not mix with another split that was interrupted', async () => {
    await writeFiles(`${target}.partial`, { 'split.json': splitRecord({ ...plan, leftOver: 1 }, 'copy') });
    await expect(writeSplit(target, plan)).rejects.toThrow(DataError);
    await rm(`${target}.partial`, { recursive: true });
    await writeSplit(target, plan);
    expect(await read('train/a/1.jpg')).toBe('one');
  });
});
