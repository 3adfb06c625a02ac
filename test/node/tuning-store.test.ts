import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tuningStore } from '../../src/node/tuning-store.ts';
import { temporaryFolders } from '../support/temporary-folder.ts';

const record = { chosen: { 'matmul 2x3 3x4 {}': 'tiled' }, refused: ['conv2d/subgroup'] };
const temporaryFolder = temporaryFolders();
let cache = '';

beforeEach(async () => {
  cache = await temporaryFolder();
  vi.stubEnv('XDG_CACHE_HOME', cache);
});
afterEach(() => vi.unstubAllEnvs());

const files = () => readdir(join(cache, 'cnn-gpu', 'tuning'));

it('knows nothing at first, and then what was saved, for each adapter by itself', async () => {
  const store = tuningStore('Some GPU (driver: 1.2)');
  expect(await store.load()).toBeNull();
  await store.save(record);
  expect(await tuningStore('Some GPU (driver: 1.2)').load()).toEqual(record);
  expect(await tuningStore('Some GPU (driver: 1.3)').load()).toBeNull();
  expect(await files()).toHaveLength(1);
});

it.each(['', 'no JSON', 'null', '{"chosen": {"a": 1}, "refused": []}', '{"chosen": {}, "refused": "all"}'])(
  'takes a damaged file as missing: %s',
  async (text) => {
    const store = tuningStore('GPU');
    await store.save(record);
    const [name = ''] = await files();
    await writeFile(join(cache, 'cnn-gpu', 'tuning', name), text);
    expect(await store.load()).toBeNull();
  },
);

it('goes on without a file where none can be written', async () => {
  await mkdir(join(cache, 'cnn-gpu'));
  await writeFile(join(cache, 'cnn-gpu', 'tuning'), 'a file where the folder should be');
  const store = tuningStore('GPU');
  await expect(store.save(record)).resolves.toBeUndefined();
  expect(await store.load()).toBeNull();
});
